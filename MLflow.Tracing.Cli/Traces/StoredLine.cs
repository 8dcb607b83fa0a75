using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces;

/// <summary>A line of a folder store.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Text">The JSON of one trace, or of one part of it.</param>
/// <param name="IsWhole">Whether its end is there.</param>
internal sealed record StoredLine(LinePlace Place, string Text, bool IsWhole)
{
    /// <summary>The trace; <see langword="null"/> when it is none, which is passed on.</summary>
    public StoredTrace? Parse(Action<SkippedLine> onSkipped) => FolderStoreReader.Parse(Place.File, Place.Number, Text, isLast: !IsWhole, onSkipped);
}
