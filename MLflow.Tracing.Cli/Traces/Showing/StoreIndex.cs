using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>The traces of a folder store, an entry each: what they hold stays on the disk.</summary>
/// <param name="folder">The store's full path.</param>
/// <param name="onSkipped">Gets what is no trace.</param>
internal sealed class StoreIndex(string folder, Action<SkippedLine> onSkipped)
{
    private readonly Dictionary<string, StoreFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TraceEntry> _entries = new(StringComparer.Ordinal);

    public IReadOnlyCollection<TraceEntry> Entries => _entries.Values;

    /// <summary>Reads what was stored since the last look, file by file in order of their names.</summary>
    /// <param name="takesTorn">Whether a last line without its end counts.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Each line that is a trace, and the entry that it belongs to as it is now.</returns>
    public IEnumerable<(TraceEntry Entry, StoredLine Line)> ReadOn(bool takesTorn, CancellationToken cancellationToken)
    {
        foreach (var line in Files().SelectMany(file => file.ReadOn(takesTorn, onSkipped)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.Parse(onSkipped) is { } stored)
            {
                var entry = TraceEntry.Of(stored.Trace, line);
                yield return (_entries[entry.Id] = _entries.TryGetValue(entry.Id, out var known) ? known.Join(entry) : entry, line);
            }
        }
    }

    private IEnumerable<StoreFile> Files()
    {
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, FolderStoreFile.Pattern).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            if (!_files.TryGetValue(path, out var file))
            {
                _files.Add(path, file = new StoreFile(path));
            }

            yield return file;
        }
    }
}
