namespace MLflow.Tracing.WeavingCost;

/// <summary>What a build does about weaving.</summary>
internal enum Weaving
{
    /// <summary>Fody does not run.</summary>
    None,

    /// <summary>Fody reads and writes the assembly, the weaver does nothing.</summary>
    Idle,

    /// <summary>Every method is woven.</summary>
    On,
}
