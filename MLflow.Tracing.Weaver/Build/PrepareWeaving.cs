using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using MLflow.Tracing.Build.Handover;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Build;

/// <summary>
/// Runs before the compiler: checks that the <c>FodyWeavers.xml</c> files can be read, hands the MSBuild properties to the add-in,
/// and names the files whose change must weave again.
/// </summary>
public sealed class PrepareWeaving : DiagnosticTask
{
    /// <summary>The value of <c>$(SolutionDir)</c>; may be empty or <c>*Undefined*</c>.</summary>
    public string? SolutionDirectory { get; set; }

    /// <summary>Where the settings go, in the intermediate directory.</summary>
    [Required]
    public string SettingsFile { get; set; } = "";

    /// <summary>The value of <c>$(DisableFody)</c>.</summary>
    public bool IsWeavingDisabled { get; set; }

    /// <summary>The value of <c>$(MLflowTrackingUri)</c>: the run-time default written into the assembly.</summary>
    public string? TrackingUri { get; set; }

    /// <summary>The value of <c>$(MLflowExperimentId)</c>: the run-time default written into the assembly.</summary>
    public string? ExperimentId { get; set; }

    /// <summary>The value of <c>$(MLflowExperimentName)</c>: the run-time default written into the assembly.</summary>
    public string? ExperimentName { get; set; }

    /// <summary>The value of <c>$(MLflowTraceLlmCalls)</c>: whether a program records calls of language models from its start.</summary>
    public string? TraceLlmCalls { get; set; }

    /// <summary>The value of <c>$(MLflowTracingNamespace)</c>: a glob of the namespaces to weave.</summary>
    public string? Namespace { get; set; }

    /// <summary>The value of <c>$(MLflowTracingReport)</c>: whether a report is written.</summary>
    public string? Report { get; set; }

    /// <summary>The value of <c>$(MLflowTracingEnabled)</c>: whether the assembly is woven at all.</summary>
    public string? Enabled { get; set; }

    /// <summary>The value of <c>$(MLflowTracingExceptions)</c>: with which clauses woven code learns of exceptions.</summary>
    public string? Exceptions { get; set; }

    /// <summary>
    /// In: the value of <c>$(WeaverConfiguration)</c>. Out: the same, or an empty element of ours when nobody configures us;
    /// Fody would write a file into the project otherwise. It beats the files, so it is never set when one of them has our element.
    /// </summary>
    [Output]
    public string? WeaverConfiguration { get; set; }

    /// <summary>The <c>FodyWeavers.xml</c> files there are.</summary>
    [Output]
    public ITaskItem[] ConfigurationFiles { get; private set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        if (IsWeavingDisabled)
        {
            // Whatever is wrong with the configuration, a build without weaving must not stumble over it.
            new SettingsFile(IsWeavingDisabled, [], []).WriteIfChanged(SettingsFile);
            return true;
        }

        var files = WeaversXml.Find(SolutionDirectory, Path.GetDirectoryName(ProjectFile)!).Select(static found => found.File).ToList();
        ConfigurationFiles = [.. files.Select(static file => new Microsoft.Build.Utilities.TaskItem(file))];

        var inFiles = files.SelectMany(file => Read(file, () => WeaversXml.Load(file))).ToList();
        var inProperty = Read(ProjectFile, () => WeaversXml.Parse(WeaverConfiguration));
        if (Log.HasLoggedErrors)
        {
            return false;
        }

        new SettingsFile(IsWeavingDisabled, files, [.. inProperty, .. FromProperties()]).WriteIfChanged(SettingsFile);
        if (inFiles.Count == 0 && string.IsNullOrWhiteSpace(WeaverConfiguration))
        {
            WeaverConfiguration = new XElement("Weavers", new XElement(WeaversXml.ElementName)).ToString(SaveOptions.DisableFormatting);
        }

        return true;
    }

    private IEnumerable<XElement> FromProperties()
    {
        var element = new XElement(
            WeaversXml.ElementName,
            Attribute("TrackingUri", TrackingUri),
            Attribute("ExperimentId", ExperimentId),
            Attribute("ExperimentName", ExperimentName),
            Attribute("TraceLlmCalls", TraceLlmCalls),
            Attribute("Report", Report),
            Attribute("Enabled", Enabled),
            Attribute("Exceptions", Exceptions),
            string.IsNullOrWhiteSpace(Namespace) ? null : new XElement("Include", Attribute("Namespace", Namespace)));
        return element.HasAttributes || element.HasElements ? [element] : [];
    }

    private static XAttribute? Attribute(string name, string? value) => string.IsNullOrWhiteSpace(value) ? null : new XAttribute(name, value!.Trim());

    private IReadOnlyList<XElement> Read(string source, Func<IEnumerable<XElement>> read)
    {
        try
        {
            return [.. read()];
        }
        catch (XmlException exception)
        {
            var text = source == ProjectFile ? BuildTexts.MalformedProperty(exception.Message) : BuildTexts.MalformedFile(exception.Message);
            LogDiagnostic(text.At(source, exception.LineNumber, exception.LinePosition));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogDiagnostic(BuildTexts.UnreadableFile(exception.Message).At(source));
        }

        return [];
    }
}
