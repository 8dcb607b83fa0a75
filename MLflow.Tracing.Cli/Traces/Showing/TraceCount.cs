using System.Globalization;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>How many traces were shown.</summary>
/// <param name="Shown">All of them.</param>
/// <param name="Errors">Those that failed.</param>
/// <param name="Stored">How many there are in the store.</param>
internal readonly record struct TraceCount(int Shown, int Errors, int Stored)
{
    public static TraceCount Of(IReadOnlyCollection<TraceEntry> shown, int stored) => new(shown.Count, shown.Count(static trace => trace.State == TraceState.Error), stored);

    /// <summary>For example <c>20 of 1000 traces, 1 error</c>.</summary>
    public override string ToString()
    {
        var shown = Shown == Stored ? "" : string.Create(CultureInfo.InvariantCulture, $"{Shown} of ");
        return string.Create(CultureInfo.InvariantCulture, $"{shown}{Stored} trace{(Stored == 1 ? "" : "s")}, {Errors} error{(Errors == 1 ? "" : "s")}");
    }
}
