namespace MLflow.Tracing.Export;

/// <summary>A line of a file of traces.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="End">The position after it, in bytes.</param>
/// <param name="IsWhole">Whether its end is there: otherwise its writer is at work on it, or was killed.</param>
internal readonly record struct FileLine(string Text, long End, bool IsWhole);
