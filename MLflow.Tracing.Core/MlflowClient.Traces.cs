using System.Runtime.CompilerServices;
using MLflow.Tracing.Export.Reading;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

public sealed partial class MlflowClient
{
    /// <summary>Gets a trace with its spans, from wherever the server keeps them.</summary>
    /// <param name="traceId">Its id, <c>tr-</c> or, in Unity Catalog, <c>trace:/LOCATION/</c> and 32 hexadecimal digits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>
    /// The trace, or <see langword="null"/> when there is none of that id. It has no spans when the server has none, and not all when some are still on
    /// their way.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="traceId"/> is empty.</exception>
    /// <exception cref="MlflowException">The server did not answer or refused, or the spans cannot be read.</exception>
    /// <example>
    /// <code>
    /// var trace = await client.GetTraceAsync(traceId);
    /// Console.WriteLine(trace?.Spans[0].Outputs);
    /// </code>
    /// </example>
    public Task<Trace?> GetTraceAsync(string traceId, CancellationToken cancellationToken = default)
        => _reader.GetAsync(ClientArguments.Given(traceId, nameof(traceId)), cancellationToken);

    /// <summary>Gets what a trace is about, without its spans.</summary>
    /// <param name="traceId">Its id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see langword="null"/> when there is no trace of that id.</returns>
    /// <exception cref="ArgumentException"><paramref name="traceId"/> is empty.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// var info = await client.GetTraceInfoAsync(traceId);
    /// Console.WriteLine(info?.State);
    /// </code>
    /// </example>
    public Task<TraceInfo?> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken = default)
        => _reader.GetInfoAsync(ClientArguments.Given(traceId, nameof(traceId)), cancellationToken);

    /// <summary>Searches traces, page by page as they are asked for.</summary>
    /// <param name="experimentIds">
    /// The experiments to look in. <see langword="null"/> means the one of the options or the environment; without one, experiment <c>0</c> of a server,
    /// or all traces of a folder store.
    /// </param>
    /// <param name="filterString">
    /// MLflow's search filter, for example <c>attributes.status = 'OK' AND tags.env = 'prod'</c>; <see langword="null"/> means all. A folder store evaluates
    /// comparisons joined by AND of status, name, timestamp_ms, execution_time_ms, end_time_ms, request_id, client_request_id, run_id, <c>tags.KEY</c> and
    /// <c>metadata.KEY</c>, by all comparators but RLIKE.
    /// </param>
    /// <param name="orderBy">MLflow's order, for example <c>timestamp_ms DESC</c>. Default: the newest first.</param>
    /// <param name="maxResults">The most traces to return, 1 or more. Default: all.</param>
    /// <param name="runId">Only traces of this run.</param>
    /// <param name="modelId">Only traces of this logged model.</param>
    /// <param name="includeSpans">Whether the spans are read, which takes a request for each trace. Default <see langword="true"/>. A trace whose spans cannot be read comes without them, and is reported (MLT440).</param>
    /// <param name="pageSize">Traces in one request, 1 to 500. Default: 100.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The traces. Nothing is sent before they are enumerated; each enumeration searches anew.</returns>
    /// <exception cref="ArgumentException">An argument is wrong, or the filter for a folder store cannot be read (while enumerating).</exception>
    /// <exception cref="NotSupportedException">A folder store cannot evaluate the filter (while enumerating).</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused (while enumerating).</exception>
    /// <example>
    /// <code>
    /// await foreach (var trace in client.SearchTracesAsync(["1"], "attributes.execution_time_ms &gt; 1000", maxResults: 20))
    /// {
    ///     Console.WriteLine(trace.Info.TraceId);
    /// }
    /// </code>
    /// </example>
    public IAsyncEnumerable<Trace> SearchTracesAsync(
        IEnumerable<string>? experimentIds = null,
        string? filterString = null,
        IEnumerable<string>? orderBy = null,
        int? maxResults = null,
        string? runId = null,
        string? modelId = null,
        bool includeSpans = true,
        int pageSize = 100,
        CancellationToken cancellationToken = default)
    {
        var most = ClientArguments.Within(1, int.MaxValue, maxResults ?? int.MaxValue, nameof(maxResults));
        var size = Math.Min(most, ClientArguments.Within(1, ClientArguments.MaxPageSize, pageSize, nameof(pageSize)));
        return AtMostAsync(_reader.SearchAsync(Query(experimentIds, Filter(filterString, runId, modelId), orderBy, size, includeSpans), cancellationToken), most, cancellationToken);
    }

    /// <summary>Searches one page of traces, for callers that keep the token, such as a web page.</summary>
    /// <param name="experimentIds">As in <see cref="SearchTracesAsync"/>.</param>
    /// <param name="filterString">As in <see cref="SearchTracesAsync"/>.</param>
    /// <param name="orderBy">As in <see cref="SearchTracesAsync"/>.</param>
    /// <param name="maxResults">The most traces on the page, 1 to 500. Default: 100.</param>
    /// <param name="pageToken">The <see cref="TracePage.NextPageToken"/> of the page before, with the other arguments the same; <see langword="null"/> means the first page.</param>
    /// <param name="includeSpans">As in <see cref="SearchTracesAsync"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">An argument is wrong.</exception>
    /// <exception cref="NotSupportedException">A folder store cannot evaluate the filter.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// var first = await client.SearchTracesPageAsync(["1"], maxResults: 20);
    /// var second = await client.SearchTracesPageAsync(["1"], maxResults: 20, pageToken: first.NextPageToken);
    /// </code>
    /// </example>
    public Task<TracePage> SearchTracesPageAsync(
        IEnumerable<string>? experimentIds = null,
        string? filterString = null,
        IEnumerable<string>? orderBy = null,
        int maxResults = 100,
        string? pageToken = null,
        bool includeSpans = true,
        CancellationToken cancellationToken = default)
    {
        var size = ClientArguments.Within(1, ClientArguments.MaxPageSize, maxResults, nameof(maxResults));
        return _reader.SearchPageAsync(Query(experimentIds, filterString, orderBy, size, includeSpans), pageToken, cancellationToken);
    }

    /// <summary>Gets the bytes of an attachment.</summary>
    /// <param name="attachmentUri">The reference that stands in inputs or outputs: <c>mlflow-attachment://ID?content_type=…&amp;trace_id=…</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see langword="null"/> when there is no such trace or attachment.</returns>
    /// <exception cref="ArgumentException">It is no such reference.</exception>
    /// <exception cref="NotSupportedException">The traces are in Databricks.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// public async Task SaveAsync(string attachmentUri, string path)
    /// {
    ///     if (await client.GetAttachmentAsync(attachmentUri) is { } attachment)
    ///     {
    ///         await File.WriteAllBytesAsync(path, attachment.Content.ToArray());
    ///     }
    /// }
    /// </code>
    /// </example>
    public async Task<TraceAttachment?> GetAttachmentAsync(string attachmentUri, CancellationToken cancellationToken = default)
    {
        var uri = AttachmentUri.Parse(attachmentUri);
        return await GetTraceInfoAsync(uri.TraceId, cancellationToken).ConfigureAwait(false) is { } info
            && await _reader.GetAttachmentAsync(info, uri.AttachmentId, cancellationToken).ConfigureAwait(false) is { } content
            ? new TraceAttachment(uri.AttachmentId, uri.ContentType, content)
            : null;
    }

    private static TraceQuery Query(IEnumerable<string>? experimentIds, string? filter, IEnumerable<string>? orderBy, int pageSize, bool includeSpans) => new(
        experimentIds is null ? null : ClientArguments.Given(experimentIds, nameof(experimentIds)),
        string.IsNullOrWhiteSpace(filter) ? null : filter,
        orderBy is null ? [] : ClientArguments.Given(orderBy, nameof(orderBy)),
        pageSize,
        includeSpans);

    private static string Filter(string? filterString, string? runId, string? modelId)
    {
        var conditions = new List<string>();
        if (!string.IsNullOrWhiteSpace(filterString))
        {
            conditions.Add(filterString!);
        }

        if (runId is not null)
        {
            conditions.Add($"attributes.run_id = {ClientArguments.Quoted(runId, nameof(runId))}");
        }

        if (modelId is not null)
        {
            conditions.Add($"request_metadata.`{TraceMetadataKey.ModelId}` = {ClientArguments.Quoted(modelId, nameof(modelId))}");
        }

        return string.Join(" AND ", conditions);
    }

    private static async IAsyncEnumerable<Trace> AtMostAsync(IAsyncEnumerable<Trace> traces, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var trace in traces.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return trace;
            if (++count == most)
            {
                yield break;
            }
        }
    }
}
