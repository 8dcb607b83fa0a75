using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>The traces of a folder store that a server does not have yet. They stay where they are.</summary>
internal sealed class StorePushSource : IPushSource
{
    private const int TracesInGroup = 64;
    private const int CharactersInGroup = 4 * 1024 * 1024;

    private readonly string _folder;
    private readonly PushFiling _filing;
    private readonly PushNotes _notes;
    private readonly TracingDiagnostics _diagnostics;
    private readonly IEnumerator<(StoredLine Line, StoredTrace Trace)> _traces;

    /// <summary>The last line of each file when the push began: what programs store meanwhile is for the next one.</summary>
    private readonly Dictionary<string, int> _ends = new(StringComparer.Ordinal);

    private bool _hasNext;

    /// <param name="folder">The store's full path.</param>
    /// <param name="filing">Where the traces go.</param>
    /// <param name="notes">What the server has. Disposed with this.</param>
    /// <param name="diagnostics">Where lines that are no trace are reported.</param>
    public StorePushSource(string folder, PushFiling filing, PushNotes notes, TracingDiagnostics diagnostics)
    {
        _folder = folder;
        _filing = filing;
        _notes = notes;
        _diagnostics = diagnostics;
        foreach (var line in Directory.GetFiles(folder, FolderStoreFile.Pattern).SelectMany(LinesOf))
        {
            _ends[line.Place.File] = line.Place.Number;
            Left++;
        }

        _traces = Traces().GetEnumerator();
        _hasNext = _traces.MoveNext();
    }

    public int Left { get; private set; }

    public PushGroup? TakeNext()
    {
        var lines = new List<StoredLine>();
        var deliveries = new List<Delivery>();
        string? name = null;
        for (var characters = 0; _hasNext && lines.Count < TracesInGroup && characters < CharactersInGroup && IsOfOne(name, _traces.Current.Trace.ExperimentName); _hasNext = _traces.MoveNext())
        {
            var (line, stored) = _traces.Current;
            name ??= stored.ExperimentName;
            characters += line.Text.Length;
            lines.Add(line);
            deliveries.Add(new Delivery(SpoolAttachments.ReadInto(_folder, _filing.Apply(stored.Trace, stored.ExperimentName), _diagnostics)));
        }

        return lines.Count == 0 ? null : new PushGroup(deliveries, _filing.NameFor(name), () => Settle(lines, deliveries));
    }

    public void Dispose()
    {
        _traces.Dispose();
        _notes.Dispose();
    }

    /// <summary>Whether traces for one experiment by name and for another can be delivered together: those without a name have its id.</summary>
    private static bool IsOfOne(string? name, string? next) => name is null || next is null || name == next;

    // What was refused is not noted: whoever removes the cause pushes again.
    private void Settle(List<StoredLine> lines, List<Delivery> deliveries)
    {
        _notes.Add(lines.Where((_, index) => deliveries[index].Failure is null));
        Left -= deliveries.Count(static delivery => delivery.Failure is not { IsTemporary: true });
    }

    private IEnumerable<(StoredLine Line, StoredTrace Trace)> Traces()
    {
        foreach (var line in _ends.OrderBy(static end => end.Key, StringComparer.Ordinal).SelectMany(end => LinesOf(end.Key).TakeWhile(line => line.Place.Number <= end.Value)))
        {
            if (line.Parse(Report) is { } stored)
            {
                yield return (line, stored);
            }
            else
            {
                Left--;
            }
        }
    }

    private IEnumerable<StoredLine> LinesOf(string file) => new StoreFile(file).ReadOn(takesTorn: true, Report).Where(line => !_notes.IsDelivered(line));

    private void Report(SkippedLine skipped) => _diagnostics.Report(skipped.Complaint);
}
