using System.Xml;
using System.Xml.Linq;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>The configuration that a command line asks for: a file, and over it what the options say.</summary>
/// <param name="File">A <c>FodyWeavers.xml</c>; <see langword="null"/> means none.</param>
/// <param name="Includes">Rules as <c>NAMESPACE</c> or <c>NAMESPACE:TYPE:METHOD</c>.</param>
/// <param name="Excludes">Likewise.</param>
/// <param name="TrackingUri">Written into the assemblies as their default.</param>
/// <param name="ExperimentName">Likewise.</param>
/// <param name="TracesLlmCalls">Whether programs record calls of language models from their start.</param>
internal sealed record RequestedConfiguration(string? File, IReadOnlyList<string> Includes, IReadOnlyList<string> Excludes, string? TrackingUri, string? ExperimentName, bool TracesLlmCalls = false)
{
    private const string ElementName = "MLflow.Tracing";

    private static readonly string[] s_parts = ["Namespace", "Type", "Method"];

    /// <summary>The effective configuration.</summary>
    /// <param name="problems">Receives an error for everything that is not understood.</param>
    public WeaverConfiguration Overlay(ICollection<WeaverDiagnostic> problems)
    {
        var options = new XElement(ElementName, [.. Includes.Select(static rule => Rule("Include", rule)), .. Excludes.Select(static rule => Rule("Exclude", rule))]);
        options.SetAttributeValue("TrackingUri", TrackingUri);
        options.SetAttributeValue("ExperimentName", ExperimentName);
        options.SetAttributeValue("TraceLlmCalls", TracesLlmCalls ? "true" : null);
        return WeaverConfiguration.Overlay([.. FromFile(problems), new ConfigurationSource(options, "the command line", IsInherited: false)], problems);
    }

    private static XElement Rule(string kind, string rule)
        => new(kind, s_parts.Zip(rule.Split(':', s_parts.Length), static (part, pattern) => new XAttribute(part, pattern)).Where(static attribute => attribute.Value.Length > 0));

    private IEnumerable<ConfigurationSource> FromFile(ICollection<WeaverDiagnostic> problems)
    {
        if (File is null)
        {
            return [];
        }

        try
        {
            // Fody ignores the case of the name.
            var elements = XDocument.Load(File, LoadOptions.SetLineInfo).Root!.Elements().Where(static element => string.Equals(element.Name.LocalName, ElementName, StringComparison.OrdinalIgnoreCase)).ToList();
            if (elements.Count == 0)
            {
                problems.Add(CommandTexts.NoConfiguration($"there is no <{ElementName}> in it.").At(File));
            }

            return elements.Select(element => new ConfigurationSource(element, File, IsInherited: false));
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException or UnauthorizedAccessException)
        {
            problems.Add(CommandTexts.NoConfiguration(unreadable.Message).At(File, (unreadable as XmlException)?.LineNumber ?? 0));
            return [];
        }
    }
}
