using System.Reflection;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Calls into fixtures of which everything is woven.</summary>
internal static class WovenCalls
{
    /// <summary>Builds that have the shapes every platform has.</summary>
    public static IEnumerable<object[]> Builds => Fixture.All.Where(f => f.Project == "Shapes").Select(f => new object[] { f.ToString() });

    /// <summary>Builds that have the shapes of the newest language and platform, too.</summary>
    public static IEnumerable<object[]> ModernBuilds => [["Shapes-Debug-net10.0"], ["Shapes-Release-net10.0"]];

    public static Assembly Assembly(string build) => LoadedFixtures.Of(WovenFixture.Everything(Fixture.Named(build)).Path);

    public static object? Call(string build, string type, string method, params object?[] arguments) => Invoke(Assembly(build), type, method, arguments);

    public static Task<Scenario> RunAsync(string build, string scenario) => Scenario.RunAsync(Scenario.Named(Assembly(build), scenario));

    public static object? Invoke(Assembly assembly, string type, string method, params object?[] arguments)
        => assembly.GetType(type, throwOnError: true)!.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
