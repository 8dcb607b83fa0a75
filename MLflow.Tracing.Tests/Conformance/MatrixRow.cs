namespace MLflow.Tracing.Tests.Conformance;

/// <summary>One row of the conformance matrix: a method shape or a condition that weaving must cope with.</summary>
/// <param name="Id">Its id, with which names of tests and scenarios begin.</param>
/// <param name="Shape">What it is.</param>
internal sealed record MatrixRow(string Id, string Shape)
{
    /// <summary>The diagnostic that refuses the shape, when no weaver could weave it. A test must name and assert it.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>Why the row itself cannot be run here. Its tests are the nearest that can.</summary>
    public string? NotRunBecause { get; init; }
}
