namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>What a woven file is to keep of the file it was.</summary>
internal sealed record WritingOptions
{
    /// <summary>Whether the module version id stays as the compiler made it. A new one, made from the content, is what caches of compiled code and debuggers expect.</summary>
    public bool KeepsMvid { get; init; }

    /// <summary>The keys to sign with: each signs the assemblies that carry it.</summary>
    public IReadOnlyList<StrongNameKey> Keys { get; init; } = [];
}
