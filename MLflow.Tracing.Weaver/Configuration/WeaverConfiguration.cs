namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>The effective configuration of one weave: all sources overlaid. Immutable.</summary>
internal sealed record WeaverConfiguration
{
    /// <summary>Run-time defaults to write into the assembly.</summary>
    public RuntimeDefaults Defaults { get; init; } = new(null, null, null);

    /// <summary>Whether a program is made to record the calls of language models that any <c>HttpClient</c> makes.</summary>
    public bool TraceLlmCalls { get; init; }

    /// <summary>Whether a JSON report is written.</summary>
    public bool Report { get; init; }

    /// <summary>Whether the module is woven at all; default <see langword="true"/>.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>With which clauses exceptions are observed.</summary>
    public ExceptionHooks Exceptions { get; init; }

    /// <summary>The <c>&lt;Include&gt;</c> rules, weakest first: where several match, a setting comes from the last one that states it.</summary>
    public IReadOnlyList<IncludeRule> Includes { get; init; } = [];

    /// <summary>The <c>&lt;Exclude&gt;</c> rules.</summary>
    public IReadOnlyList<ExcludeRule> Excludes { get; init; } = [];

    /// <summary>The <c>&lt;Redact&gt;</c> rules.</summary>
    public IReadOnlyList<RedactRule> Redactions { get; init; } = [];

    /// <summary>Overlays the sources: attributes of a later one override, its rules are appended, <c>Inherit="false"</c> cuts off the earlier ones.</summary>
    /// <param name="sources">Weakest first.</param>
    /// <param name="diagnostics">Receives an error for every element, attribute, glob or expression that is not understood.</param>
    public static WeaverConfiguration Overlay(IReadOnlyList<ConfigurationSource> sources, ICollection<WeaverDiagnostic> diagnostics)
    {
        var result = new WeaverConfiguration();
        var problems = new List<WeaverDiagnostic>();
        foreach (var source in sources)
        {
            var found = new List<WeaverDiagnostic>();
            var layer = ConfigurationLayer.Read(source, found);
            if (!layer.Inherit)
            {
                // What is cut off is not this project's business, its mistakes included.
                result = new WeaverConfiguration();
                problems.Clear();
            }

            problems.AddRange(found);
            result = result.With(layer);
        }

        foreach (var problem in problems)
        {
            diagnostics.Add(problem);
        }

        return result;
    }

    private WeaverConfiguration With(ConfigurationLayer layer)
    {
        // One setting in two spellings: a stronger source's name must not lose against a weaker one's id, which would win at run time.
        var statesExperiment = layer.ExperimentId is not null || layer.ExperimentName is not null;
        return this with
        {
            Defaults = new RuntimeDefaults(
                layer.TrackingUri ?? Defaults.TrackingUri,
                statesExperiment ? layer.ExperimentId : Defaults.ExperimentId,
                statesExperiment ? layer.ExperimentName : Defaults.ExperimentName),
            TraceLlmCalls = layer.TraceLlmCalls ?? TraceLlmCalls,
            Report = layer.Report ?? Report,
            Enabled = layer.Enabled ?? Enabled,
            Exceptions = layer.Exceptions ?? Exceptions,
            Includes = [.. Includes, .. layer.Includes],
            Excludes = [.. Excludes, .. layer.Excludes],
            Redactions = [.. Redactions, .. layer.Redactions],
        };
    }
}
