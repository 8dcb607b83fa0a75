namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>The effective configuration of one weave: all sources overlaid. Immutable.</summary>
internal sealed record WeaverConfiguration
{
    /// <summary>Run-time defaults to write into the assembly.</summary>
    public RuntimeDefaults Defaults { get; init; } = new(null, null, null);

    /// <summary>Whether a JSON report is written.</summary>
    public bool Report { get; init; }

    /// <summary>Overlays the sources: attributes of a later one override, its rules are appended, <c>Inherit="false"</c> cuts off the earlier ones.</summary>
    /// <param name="sources">Weakest first.</param>
    /// <param name="diagnostics">Receives an error for every element, attribute, glob or expression that is not understood.</param>
    public static WeaverConfiguration Overlay(IReadOnlyList<ConfigurationSource> sources, ICollection<WeaverDiagnostic> diagnostics)
        => throw new NotImplementedException();
}
