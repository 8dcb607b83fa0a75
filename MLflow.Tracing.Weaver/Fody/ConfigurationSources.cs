using System.Xml.Linq;
using MLflow.Tracing.Build.Handover;
using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Weaver;

/// <summary>
/// Collects what configures a build: the solution's file, the project's file, the MSBuild properties.
/// The files are read here once more, because Fody hands over only the last element it found, and without line numbers.
/// </summary>
internal static class ConfigurationSources
{
    /// <summary>Collects the sources, weakest first.</summary>
    /// <param name="solutionDirectory">The solution's directory.</param>
    /// <param name="projectDirectory">The project's directory.</param>
    /// <param name="projectFile">The project; messages about a property name it.</param>
    /// <param name="settingsFile">Where our targets leave the properties; absent when they are not part of the build.</param>
    /// <param name="fallback">The element that Fody found, used when nothing else is there: then it came from the <c>WeaverConfiguration</c> property.</param>
    public static IReadOnlyList<ConfigurationSource> Gather(string solutionDirectory, string projectDirectory, string projectFile, string settingsFile, XElement fallback)
    {
        var sources = new List<ConfigurationSource>();
        foreach (var (file, isInherited) in WeaversXml.Find(solutionDirectory, projectDirectory))
        {
            sources.AddRange(WeaversXml.Load(file).Select(element => new ConfigurationSource(element, file, isInherited)));
        }

        if (File.Exists(settingsFile))
        {
            sources.AddRange(SettingsFile.Read(settingsFile).Elements.Select(element => new ConfigurationSource(element, projectFile, IsInherited: false)));
        }
        else if (sources.Count == 0)
        {
            sources.Add(new ConfigurationSource(fallback, projectFile, IsInherited: false));
        }

        return sources;
    }
}
