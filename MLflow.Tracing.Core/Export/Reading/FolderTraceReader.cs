using System.Globalization;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Reads traces from a folder store. A search reads the whole folder; what it found is in memory until the caller has it.</summary>
/// <param name="folder">The store.</param>
/// <param name="options">Name the experiment that a search is limited to when the caller names none; without one it looks at all traces.</param>
/// <param name="diagnostics">Where lines that are no trace are reported.</param>
internal sealed class FolderTraceReader(string folder, MlflowOptions options, TracingDiagnostics diagnostics) : ITraceReader
{
    public async Task<TraceInfo?> GetInfoAsync(string traceId, CancellationToken cancellationToken)
        => (await GetAsync(traceId, cancellationToken).ConfigureAwait(false))?.Info;

    public Task<Trace?> GetAsync(string traceId, CancellationToken cancellationToken)
        => Task.Run(() => Stored(cancellationToken).FirstOrDefault(stored => stored.Trace.Info.TraceId == traceId)?.Trace, cancellationToken);

    public async IAsyncEnumerable<Trace> SearchAsync(TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var trace in await FindAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return trace;
        }
    }

    /// <remarks>The token is the number of traces on the pages before: traces that are stored in between may shift the next page.</remarks>
    public async Task<TracePage> SearchPageAsync(TraceQuery query, string? pageToken, CancellationToken cancellationToken)
    {
        var start = 0;
        if (pageToken is not null && !(int.TryParse(pageToken, NumberStyles.None, CultureInfo.InvariantCulture, out start)))
        {
            throw new ArgumentException($"'{pageToken}' is no page token of this store. Pass the NextPageToken of the page before.", nameof(pageToken));
        }

        var found = await FindAsync(query, cancellationToken).ConfigureAwait(false);
        var page = found.Skip(start).Take(query.PageSize).ToList();
        var next = start + page.Count;
        return new TracePage(page, next < found.Count ? next.ToString(CultureInfo.InvariantCulture) : null);
    }

    public Task<byte[]?> GetAttachmentAsync(TraceInfo info, string attachmentId, CancellationToken cancellationToken)
        => Task.Run(() => FolderStoreAttachments.Read(folder, attachmentId), cancellationToken);

    private Task<List<Trace>> FindAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        var order = TraceOrder.Parse(query.OrderBy);
        return Task.Run(
            () =>
            {
                List<Trace> found = [.. Stored(cancellationToken)
                    .Where(stored => IsInScope(stored, query.ExperimentIds) && filter.Matches(stored.Trace.Info))
                    .Select(stored => query.IncludeSpans ? stored.Trace : stored.Trace with { Spans = [] })];
                found.Sort(order);
                return found;
            },
            cancellationToken);
    }

    private IEnumerable<StoredTrace> Stored(CancellationToken cancellationToken)
    {
        foreach (var stored in FolderStoreReader.Read(folder, skipped => diagnostics.Report(skipped.Complaint)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    private bool IsInScope(StoredTrace stored, IReadOnlyList<string>? experimentIds) => experimentIds switch
    {
        not null => experimentIds.Contains(stored.Trace.Info.ExperimentId),
        _ when !string.IsNullOrWhiteSpace(options.ExperimentId) => stored.Trace.Info.ExperimentId == options.ExperimentId!.Trim(),
        _ => string.IsNullOrWhiteSpace(options.ExperimentName) || stored.ExperimentName == options.ExperimentName!.Trim(),
    };
}
