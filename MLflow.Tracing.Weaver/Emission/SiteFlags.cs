namespace MLflow.Tracing.Weaver.Emission;

/// <summary>The values of <c>TraceSiteFlags</c> in Core, which the weaver does not load; a test compares the two.</summary>
[Flags]
internal enum SiteFlags
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The body calls nothing that could see the ambient span.</summary>
    Leaf = 1,

    /// <summary>The result is not recorded.</summary>
    OutputsOff = 2,

    /// <summary>The result is recorded as redacted.</summary>
    OutputsRedacted = 4,

    /// <summary>The exception of a failed task is read.</summary>
    ObserveFaults = 8,

    /// <summary>The builder is not one of the platform's.</summary>
    CustomBuilder = 16,

    /// <summary>The arguments are not recorded.</summary>
    InputsOff = 32,
}
