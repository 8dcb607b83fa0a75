using System.Globalization;
using System.Xml.Linq;
using MLflow.Tracing.Weaver;

namespace MLflow.Tracing.Build.Handover;

/// <summary>What the add-in has to say after a weave; the build logs it with code, file and line.</summary>
/// <param name="Summary">One line for everybody, or null.</param>
/// <param name="Diagnostics">The diagnostics, in the order in which they are logged.</param>
internal sealed record DiagnosticsFile(string? Summary, IReadOnlyList<WeaverDiagnostic> Diagnostics)
{
    /// <summary>Lines for those who want to know more.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>Writes the file anew.</summary>
    /// <param name="path">A path in the intermediate directory.</param>
    public void Write(string path)
    {
        var root = new XElement("Diagnostics", Summary is null ? null : new XElement("Summary", Text(Summary)), Details.Select(static detail => new XElement("Detail", Text(detail))));
        foreach (var diagnostic in Diagnostics)
        {
            root.Add(new XElement(
                "Diagnostic",
                new XAttribute("Id", diagnostic.Id),
                new XAttribute("Severity", diagnostic.Severity),
                diagnostic.File is null ? null : new XAttribute("File", Text(diagnostic.File)),
                new XAttribute("Line", diagnostic.Line),
                new XAttribute("Column", diagnostic.Column),
                new XElement("Message", Text(diagnostic.Message))));
        }

        new XDocument(root).Save(path);
    }

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    /// <param name="path">The path.</param>
    public static DiagnosticsFile Read(string path)
    {
        var root = XDocument.Load(path, LoadOptions.PreserveWhitespace).Root!;
        return new DiagnosticsFile(root.Element("Summary")?.Value, [.. root.Elements("Diagnostic").Select(Diagnostic)])
        {
            Details = [.. root.Elements("Detail").Select(static detail => detail.Value)],
        };
    }

    private static WeaverDiagnostic Diagnostic(XElement element) => new(
        element.Attribute("Id")!.Value,
        Enum.TryParse<DiagnosticSeverity>(element.Attribute("Severity")!.Value, out var severity) ? severity : DiagnosticSeverity.Error,
        element.Element("Message")!.Value,
        element.Attribute("File")?.Value,
        int.Parse(element.Attribute("Line")!.Value, CultureInfo.InvariantCulture),
        int.Parse(element.Attribute("Column")!.Value, CultureInfo.InvariantCulture));

    // Names in IL may hold characters that XML forbids; a weave must not fail for the sake of its message.
    private static string Text(string value)
        => string.Concat(value.Select(static c => System.Xml.XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
