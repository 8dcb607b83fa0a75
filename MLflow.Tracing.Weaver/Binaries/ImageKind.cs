namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>What a file is, as far as weaving is concerned.</summary>
internal enum ImageKind
{
    /// <summary>No .NET assembly.</summary>
    NoAssembly,

    /// <summary>B16: an executable with the assemblies of a program inside.</summary>
    Bundle,

    /// <summary>B15: IL and native code of its own.</summary>
    MixedMode,

    /// <summary>B14: IL, and native code compiled from it.</summary>
    ReadyToRun,

    /// <summary>IL alone.</summary>
    Managed,
}
