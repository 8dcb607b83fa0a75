using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces;

/// <summary>A file of a folder store, read on from where the last look ended: its writer may be at work.</summary>
internal sealed class StoreFile(string path)
{
    private const int LinesAtOnce = 256;
    private const int BytesAtOnce = 4 * 1024 * 1024;

    private long _position;
    private int _lines;
    private bool _isUnreadable;

    /// <summary>The lines since the last look.</summary>
    /// <param name="takesTorn">Whether a last line without its end counts: its writer is not waited for.</param>
    /// <param name="onSkipped">Gets the file if it cannot be read, once.</param>
    public IEnumerable<StoredLine> ReadOn(bool takesTorn, Action<SkippedLine> onSkipped)
    {
        if (_isUnreadable || new FileInfo(path) is { Exists: true } known && known.Length <= _position)
        {
            yield break;
        }

        using var file = FolderStoreReader.Open(path, onSkipped);
        _isUnreadable = file is null;
        while (file is not null && FileLines.Read(file, _position, LinesAtOnce, BytesAtOnce) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                if (!line.IsWhole && !takesTorn)
                {
                    yield break;
                }

                var next = new StoredLine(new LinePlace(path, ++_lines, _position), line.Text, line.IsWhole);
                _position = line.End;
                if (next.Text.Length > 0)
                {
                    yield return next;
                }
            }
        }
    }

    /// <summary>Reads a line once more; <see langword="null"/> when its file is gone, which is passed on.</summary>
    public static StoredLine? ReadAgain(LinePlace place, Action<SkippedLine> onSkipped)
    {
        using var file = FolderStoreReader.Open(place.File, onSkipped);
        return file is not null && FileLines.Read(file, place.Start, most: 1, mostBytes: 1) is [var line] ? new StoredLine(place, line.Text, line.IsWhole) : null;
    }
}
