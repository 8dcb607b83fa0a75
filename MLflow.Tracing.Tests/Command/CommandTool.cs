using System.Reflection;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Command;

/// <summary>The command <c>mlflow-tracing</c>, run as a process.</summary>
internal static class CommandTool
{
    private static readonly string s_path = Path.Combine(
        Repository.Root, "MLflow.Tracing.Cli", "bin", typeof(CommandTool).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net8.0", "mlflow-tracing.dll");

    /// <summary>As it is typed into a shell.</summary>
    public static string CommandLine => $"dotnet '{s_path}'";

    public static Task<ProcessRun> RunAsync(string folder, params string[] arguments) => ProcessRun.DotnetAsync(folder, [s_path, .. arguments]);

    public static Task<ProcessRun> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) => ProcessRun.DotnetAsync(folder, [s_path, .. arguments], environment);

    /// <summary>Starts it, and does not wait for its end. Ctrl+C reaches it also where these tests run in the background, whose shell has them ignore it.</summary>
    public static RunningCommand Start(string folder, params string[] arguments)
        => new(ProcessRun.Start("env", folder, ["--default-signal=INT", "dotnet", s_path, .. arguments], environment: null));
}
