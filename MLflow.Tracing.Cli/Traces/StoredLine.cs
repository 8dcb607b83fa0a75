using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces;

/// <summary>A line of a folder store.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="Number">Counted from 1.</param>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="Text">The JSON of one trace, or of one part of it.</param>
/// <param name="IsWhole">Whether its end is there.</param>
internal sealed record StoredLine(string File, int Number, long Start, string Text, bool IsWhole)
{
    /// <summary>The trace; <see langword="null"/> when it is none, which is passed on.</summary>
    public StoredTrace? Parse(Action<SkippedLine> onSkipped) => FolderStoreReader.Parse(File, Number, Text, isLast: !IsWhole, onSkipped);
}
