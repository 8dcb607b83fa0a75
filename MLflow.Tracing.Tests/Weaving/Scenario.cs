using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>
/// One run of a scenario: a public static method without parameters, of a class whose name ends in <c>Scenarios</c>, that returns text or a
/// task of it.
/// </summary>
/// <param name="Text">What it returned.</param>
/// <param name="Failure">The type, message and frames of the exception it ended with.</param>
internal sealed record Scenario(string? Text, string? Failure)
{
    /// <summary>The scenarios of an assembly.</summary>
    public static IEnumerable<MethodInfo> In(Assembly assembly)
        => from type in assembly.GetExportedTypes()
           where type.Name.EndsWith("Scenarios", StringComparison.Ordinal)
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.GetParameters().Length == 0 && !method.IsSpecialName
           select method;

    /// <summary>Finds a scenario by name.</summary>
    public static MethodInfo Named(Assembly assembly, string name) => In(assembly).Single(m => m.Name == name);

    /// <summary>Runs a scenario to its end.</summary>
    public static async Task<Scenario> RunAsync(MethodInfo scenario)
    {
        try
        {
            object? result = scenario.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], CultureInfo.InvariantCulture);
            return new Scenario(result is Task<string> task ? await task : (string?)result, null);
        }
#pragma warning disable CA1031 // whatever it throws is its result
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Scenario(null, Describe(exception, scenario.Module.Assembly));
        }
    }

    // Frames outside of the fixture belong to the test or the platform, and differ between runs. Hidden ones do not show in stack traces.
    private static string Describe(Exception exception, Assembly fixture)
    {
        IEnumerable<string> frames = from frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames()
                                     let method = frame.GetMethod()
                                     let assembly = method?.Module.Assembly.GetName().Name
                                     where method?.DeclaringType?.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false) != true
                                     where assembly == fixture.GetName().Name || assembly == "MLflow.Tracing.Core"
                                     select $"{method!.DeclaringType}.{method.Name} {Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()}";
        return $"{exception.GetType()}: {exception.Message}\n{string.Join("\n", frames)}";
    }
}
