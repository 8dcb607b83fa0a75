namespace MLflow.Tracing.Weaver.Selection;

/// <summary>What became of one method.</summary>
internal enum MethodOutcome
{
    /// <summary>No rule and no attribute speaks about it.</summary>
    NotAskedFor,

    /// <summary><c>[NoTrace]</c> or an <c>&lt;Exclude&gt;</c> keeps it out.</summary>
    Excluded,

    /// <summary>A rule, or an attribute of its type or assembly, reaches it, and leaves such members out by default.</summary>
    LeftOut,

    /// <summary>It was asked for and cannot be woven.</summary>
    Skipped,

    /// <summary>It is woven.</summary>
    Woven,
}
