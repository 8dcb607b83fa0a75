namespace MLflow.Tracing.Export;

/// <summary>What a <see cref="FolderStoreReader"/> could not read; to be reported as MLT421.</summary>
/// <param name="File">The file's full path.</param>
/// <param name="LineNumber">Counted from 1; 0 when the whole file could not be read.</param>
/// <param name="Reason">What is wrong with it, as a sentence.</param>
internal sealed record SkippedLine(string File, int LineNumber, string Reason)
{
    public override string ToString()
        => LineNumber == 0 ? $"'{File}' was skipped: {Reason}" : $"Line {LineNumber} of '{File}' was skipped: {Reason}";
}
