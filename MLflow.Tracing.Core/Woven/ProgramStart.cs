using System.ComponentModel;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Woven;

/// <summary>Called by a woven program before its first line. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProgramStart
{
    /// <summary>Begins to record the calls of language models that any <c>HttpClient</c> of the process makes, unless the environment says no. Never throws.</summary>
    public static void TraceLlmCalls()
    {
        try
        {
            if (!new EnvironmentOptions(Environment.GetEnvironmentVariable, Mlflow.Diagnostics).ForbidsLlmCalls())
            {
                HttpRecording.Start(Mlflow.Diagnostics);
            }
        }
#pragma warning disable CA1031 // the program starts, whatever becomes of this
        catch (Exception)
#pragma warning restore CA1031
        {
            // what could complain is what failed to begin
        }
    }
}
