using System.Xml.Linq;

namespace MLflow.Tracing.Build.Handover;

/// <summary>
/// What the project's MSBuild properties say, as elements like those of <c>FodyWeavers.xml</c>.
/// The file is also an input of the compiler: when its content changes, the project compiles and weaves again.
/// </summary>
/// <param name="IsWeavingDisabled">Whether <c>DisableFody</c> is set; recorded so that switching it either way compiles again.</param>
/// <param name="ConfigurationFiles">The <c>FodyWeavers.xml</c> files there are; recorded so that removing one compiles again.</param>
/// <param name="Elements">The <c>MLflow.Tracing</c> elements, weakest first.</param>
internal sealed record SettingsFile(bool IsWeavingDisabled, IReadOnlyList<string> ConfigurationFiles, IReadOnlyList<XElement> Elements)
{
    /// <summary>Writes the file if its content would be another, so that an unchanged build leaves its time stamp alone.</summary>
    /// <param name="path">A path in the intermediate directory.</param>
    public void WriteIfChanged(string path)
    {
        var content = new XElement(
            "Settings",
            new XAttribute("IsWeavingDisabled", IsWeavingDisabled),
            ConfigurationFiles.Select(static file => new XElement("ConfigurationFile", file)),
            new XElement("Elements", Elements)).ToString();
        if (!File.Exists(path) || File.ReadAllText(path) != content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, content);
        }
    }

    /// <summary>Reads a file that <see cref="WriteIfChanged"/> wrote.</summary>
    /// <param name="path">The path.</param>
    public static SettingsFile Read(string path)
    {
        var root = XDocument.Load(path).Root!;
        return new SettingsFile(
            (bool)root.Attribute("IsWeavingDisabled")!,
            [.. root.Elements("ConfigurationFile").Select(static element => element.Value)],
            [.. root.Element("Elements")!.Elements()]);
    }
}
