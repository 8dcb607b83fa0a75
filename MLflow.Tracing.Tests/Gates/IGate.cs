namespace MLflow.Tracing.Tests.Gates;

/// <summary>A check of whole assemblies that needs to know nothing of how they were woven.</summary>
internal interface IGate
{
    /// <summary>The gate's letter in the conformance matrix.</summary>
    string Name { get; }

    /// <summary>What it looks at, in a few words.</summary>
    string Purpose { get; }

    /// <summary>Looks for what is wrong with a woven assembly.</summary>
    /// <param name="assembly">The woven assembly; what it refers to lies beside it.</param>
    /// <param name="baseline">The same assembly before weaving: what is found there, too, is not weaving's fault. Null: everything found counts.</param>
    GateResult Check(string assembly, string? baseline);
}
