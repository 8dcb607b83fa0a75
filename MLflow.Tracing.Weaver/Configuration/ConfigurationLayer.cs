using System.Xml.Linq;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>What one source says. A setting that is <see langword="null"/> was not stated there.</summary>
internal sealed record ConfigurationLayer
{
    /// <summary>The tracking URI to write into the assembly.</summary>
    public string? TrackingUri { get; init; }

    /// <summary>The experiment's id to write into the assembly.</summary>
    public string? ExperimentId { get; init; }

    /// <summary>The experiment's name to write into the assembly.</summary>
    public string? ExperimentName { get; init; }

    /// <summary>Whether a program is made to record calls of language models.</summary>
    public bool? TraceLlmCalls { get; init; }

    /// <summary>Whether a report is written.</summary>
    public bool? Report { get; init; }

    /// <summary>Whether the module is woven at all.</summary>
    public bool? Enabled { get; init; }

    /// <summary>With which clauses exceptions are observed.</summary>
    public ExceptionHooks? Exceptions { get; init; }

    /// <summary>Whether weaker sources count.</summary>
    public bool Inherit { get; init; } = true;

    /// <summary>The <c>&lt;Include&gt;</c> rules in their order.</summary>
    public IReadOnlyList<IncludeRule> Includes { get; init; } = [];

    /// <summary>The <c>&lt;Exclude&gt;</c> rules in their order.</summary>
    public IReadOnlyList<ExcludeRule> Excludes { get; init; } = [];

    /// <summary>The <c>&lt;Redact&gt;</c> rules in their order.</summary>
    public IReadOnlyList<RedactRule> Redactions { get; init; } = [];

    /// <summary>Reads one source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="diagnostics">Receives what is wrong with it.</param>
    public static ConfigurationLayer Read(ConfigurationSource source, ICollection<WeaverDiagnostic> diagnostics)
    {
        var element = source.Element;
        var reader = new ElementReader(element, source.File, diagnostics);
        reader.RejectOtherAttributes(nameof(TrackingUri), nameof(ExperimentId), nameof(ExperimentName), nameof(TraceLlmCalls), nameof(Report), nameof(Inherit), nameof(Enabled), nameof(Exceptions));
        reader.RejectOtherContent("Include", "Exclude", "Redact");
        var rules = new RuleReader(source, diagnostics);
        return new ConfigurationLayer
        {
            TrackingUri = reader.TrackingUri(nameof(TrackingUri)),
            ExperimentId = reader.Text(nameof(ExperimentId)),
            ExperimentName = reader.Text(nameof(ExperimentName)),
            TraceLlmCalls = reader.Boolean(nameof(TraceLlmCalls)),
            Report = reader.Boolean(nameof(Report)),
            Enabled = reader.Boolean(nameof(Enabled)),
            Exceptions = reader.Word<ExceptionHooks>(nameof(Exceptions)),
            Inherit = reader.Boolean(nameof(Inherit)) ?? true,
            Includes = Rules(element, "Include", rules.Include),
            Excludes = Rules(element, "Exclude", rules.Exclude),
            Redactions = Rules(element, "Redact", rules.Redact),
        };
    }

    private static List<TRule> Rules<TRule>(XElement element, string name, Func<XElement, TRule?> read)
        where TRule : class
        => [.. element.Elements().Where(child => child.Name.LocalName == name).Select(read).OfType<TRule>()];
}
