using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>Which experiment a trace is filed under.</summary>
/// <param name="ExperimentName">In place of what each trace says.</param>
/// <param name="ExperimentId">Likewise, and before the name.</param>
internal sealed record PushFiling(string? ExperimentName, string? ExperimentId)
{
    private bool ReplacesStored => ExperimentName is not null || ExperimentId is not null;

    /// <summary>
    /// The trace, with the id of its experiment where that is known: an id that stands beside a name in a store is none of any server's. A place in Unity Catalog is part of a trace's
    /// id, and stays.
    /// </summary>
    public Trace Apply(Trace trace, string? storedName)
        => (ReplacesStored || storedName is not null) && CatalogLocation.Of(trace.Info.ExperimentId) is null
            ? trace with { Info = trace.Info with { ExperimentId = ExperimentId } }
            : trace;

    /// <summary>The experiment of traces that have no id of one.</summary>
    public string? NameFor(string? storedName) => ReplacesStored ? ExperimentName : storedName;
}
