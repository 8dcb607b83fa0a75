using System.Xml;
using System.Xml.Linq;

namespace MLflow.Tracing.Build.Handover;

/// <summary>The two places of a <c>FodyWeavers.xml</c>, and our element in it.</summary>
internal static class WeaversXml
{
    /// <summary>The name that Fody derives from the add-in's file name.</summary>
    public const string ElementName = "MLflow.Tracing";

    private const string FileName = "FodyWeavers.xml";

    /// <summary>The existing files, the solution's before the project's. A project beside its solution has one file, its own.</summary>
    /// <param name="solutionDirectory">The solution's directory; empty or <c>*Undefined*</c> when a project is built alone, and then, as with Fody, the parent of the project's.</param>
    /// <param name="projectDirectory">The project's directory.</param>
    public static IEnumerable<(string File, bool IsInherited)> Find(string? solutionDirectory, string projectDirectory)
    {
        var isKnown = !string.IsNullOrEmpty(solutionDirectory) && solutionDirectory != "*Undefined*";
        var solutionFile = Path.GetFullPath(Path.Combine(isKnown ? solutionDirectory! : Path.Combine(projectDirectory, ".."), FileName));
        var projectFile = Path.GetFullPath(Path.Combine(projectDirectory, FileName));

        if (solutionFile != projectFile && File.Exists(solutionFile))
        {
            yield return (solutionFile, true);
        }

        if (File.Exists(projectFile))
        {
            yield return (projectFile, false);
        }
    }

    /// <summary>Reads our elements from a file, with line information. Fody lets the last one of several win; overlaying them comes to more than that.</summary>
    /// <param name="file">An existing file.</param>
    /// <exception cref="XmlException">The file is no XML.</exception>
    public static IEnumerable<XElement> Load(string file) => OfRoot(XDocument.Load(file, LoadOptions.SetLineInfo));

    /// <summary>Reads our elements from the text of the <c>WeaverConfiguration</c> property.</summary>
    /// <param name="text">The text; nothing or white space holds no element.</param>
    /// <exception cref="XmlException">The text is no XML.</exception>
    public static IEnumerable<XElement> Parse(string? text) => string.IsNullOrWhiteSpace(text) ? [] : OfRoot(XDocument.Parse(text));

    // Fody looks elements up by local name and ignores case; an element that it accepts must not be one that we overlook.
    private static IEnumerable<XElement> OfRoot(XDocument document)
        => document.Root!.Elements().Where(static element => string.Equals(element.Name.LocalName, ElementName, StringComparison.OrdinalIgnoreCase));
}
