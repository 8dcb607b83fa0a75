using System.Reflection;

namespace MLflow.Tracing.Weaver;

/// <summary>Which weaving engine this is; written into woven assemblies.</summary>
internal static class EngineVersion
{
    /// <summary>The version without build metadata, so that the add-in and the command of one release agree.</summary>
    public static string Current { get; } = Read();

    /// <summary>Cuts what follows a plus sign: the commit that was built.</summary>
    public static string? WithoutBuildMetadata(string? version) => version?.Split('+')[0];

    private static string Read()
    {
        var assembly = typeof(EngineVersion).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version.ToString(3);
        return WithoutBuildMetadata(version)!;
    }
}
