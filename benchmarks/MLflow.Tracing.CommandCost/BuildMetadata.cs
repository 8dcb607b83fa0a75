using System.Reflection;

namespace MLflow.Tracing.CommandCost;

/// <summary>What the build of this program knew.</summary>
internal static class BuildMetadata
{
    /// <summary>The command, of the same configuration.</summary>
    public static string Command { get; } = Value("Command");

    /// <summary>The folder of the reference assemblies of the platform.</summary>
    public static string Platform { get; } = Value("Platform");

    private static string Value(string key) => typeof(BuildMetadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
