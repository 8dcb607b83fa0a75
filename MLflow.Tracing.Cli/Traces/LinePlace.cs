namespace MLflow.Tracing.Cli.Traces;

/// <summary>Where a line of a folder store is.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="Number">Counted from 1.</param>
/// <param name="Start">Its first byte.</param>
internal readonly record struct LinePlace(string File, int Number, long Start);
