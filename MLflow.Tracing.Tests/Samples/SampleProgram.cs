using System.Reflection;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>The samples that are built together with the tests.</summary>
internal static class SampleProgram
{
    /// <param name="project">The project's folder below <c>samples</c>.</param>
    public static string PathOf(string project) => Path.Combine(
        Repository.Root,
        "samples",
        project,
        "bin",
        typeof(SampleProgram).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration,
        $"net10.0/{Path.GetFileName(project)}.dll");
}
