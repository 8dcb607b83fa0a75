using MLflow.Tracing.Weaver.Binaries;
using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>What <c>mlflow-tracing weave</c> is asked for.</summary>
/// <param name="Root">The folder that paths are told from, and that a backup repeats.</param>
/// <param name="Files">The assemblies, full paths.</param>
/// <param name="Configuration">What to weave in them.</param>
internal sealed record WeaveRequest(string Root, IReadOnlyList<string> Files, WeaverConfiguration Configuration)
{
    public WritingOptions Writing { get; init; } = new();

    /// <summary>Where the files go that are replaced; <see langword="null"/> means nowhere.</summary>
    public string? Backup { get; init; }

    /// <summary>Whether nothing is written.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether assemblies that are too old for the tracing library are replaced.</summary>
    public bool UpgradesDependencies { get; init; }

    /// <summary>Whether what was woven is checked before it is written.</summary>
    public bool Verifies { get; init; }

    /// <summary>How many assemblies are woven at a time.</summary>
    public int AtOnce { get; init; } = Environment.ProcessorCount;

    /// <summary>Told after each assembly how many of how many are done, on the thread that did it.</summary>
    public IProgress<(int Done, int Total)>? Progress { get; init; }
}
