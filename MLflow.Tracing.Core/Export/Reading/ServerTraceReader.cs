using System.Runtime.CompilerServices;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Reads traces from a tracking server.</summary>
/// <param name="traces">The calls for traces of experiments.</param>
/// <param name="catalog">Traces in Unity Catalog.</param>
/// <param name="artifacts">The files of traces.</param>
/// <param name="scope">Where to search unless told.</param>
/// <param name="diagnostics">Where to complain.</param>
internal sealed class ServerTraceReader(TraceApi traces, CatalogTraces catalog, ITraceArtifacts artifacts, SearchScope scope, TracingDiagnostics diagnostics) : ITraceReader
{
    /// <summary>Traces whose spans are fetched at the same time.</summary>
    private const int Concurrency = 10;
    private const int Unauthorized = 401;

    private readonly SpanReader _spans = new(traces, artifacts);

    public async Task<TraceInfo?> GetInfoAsync(string traceId, CancellationToken cancellationToken)
    {
        if (CatalogTraceId.TryParse(traceId) is { } inCatalog)
        {
            return await catalog.GetInfoAsync(inCatalog, cancellationToken).ConfigureAwait(false);
        }

        var reply = await traces.GetInfoAsync(traceId, cancellationToken).ConfigureAwait(false);
        return reply.IsMissing() ? null : reply.Read(json => TraceInfoJson.Read(json.ObjectIn("trace").ObjectIn("trace_info")), cancellationToken);
    }

    public async Task<Trace?> GetAsync(string traceId, CancellationToken cancellationToken)
        => CatalogTraceId.TryParse(traceId) is { } inCatalog
            ? await catalog.GetAsync(inCatalog, cancellationToken).ConfigureAwait(false)
            : await GetInfoAsync(traceId, cancellationToken).ConfigureAwait(false) is { } info
                ? new Trace(info, await _spans.ReadAsync(info, cancellationToken).ConfigureAwait(false))
                : null;

    public async IAsyncEnumerable<Trace> SearchAsync(TraceQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var experimentIds = query.ExperimentIds ?? await scope.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var token = (string?)null;
        do
        {
            (var infos, token) = await SearchInfosAsync(experimentIds, query, token, cancellationToken).ConfigureAwait(false);
            for (var next = 0; next < infos.Count; next += Concurrency)
            {
                foreach (var trace in await CompleteAsync(infos.Skip(next).Take(Concurrency), query, cancellationToken).ConfigureAwait(false))
                {
                    yield return trace;
                }
            }
        }
        while (token is not null);
    }

    public async Task<TracePage> SearchPageAsync(TraceQuery query, string? pageToken, CancellationToken cancellationToken)
    {
        var experimentIds = query.ExperimentIds ?? await scope.ResolveAsync(cancellationToken).ConfigureAwait(false);
        var (infos, token) = await SearchInfosAsync(experimentIds, query, pageToken, cancellationToken).ConfigureAwait(false);
        var found = new List<Trace>(infos.Count);
        for (var next = 0; next < infos.Count; next += Concurrency)
        {
            found.AddRange(await CompleteAsync(infos.Skip(next).Take(Concurrency), query, cancellationToken).ConfigureAwait(false));
        }

        return new TracePage(found, token);
    }

    public Task<byte[]?> GetAttachmentAsync(TraceInfo info, string attachmentId, CancellationToken cancellationToken)
        => artifacts.DownloadAsync(info, attachmentId, cancellationToken);

    private async Task<(List<TraceInfo> Infos, string? NextToken)> SearchInfosAsync(IReadOnlyList<string> experimentIds, TraceQuery query, string? token, CancellationToken cancellationToken)
    {
        if (experimentIds.Count == 0)
        {
            return ([], null);
        }

        if (experimentIds.FirstOrDefault(CatalogLocation.IsMeantBy) is { } location)
        {
            throw new NotSupportedException($"Traces in Unity Catalog cannot be searched here, and '{location}' is a location of it. Search it with Python's MLflow or with SQL, or give ids of experiments.");
        }

        var reply = await traces.SearchAsync(experimentIds, query.Filter, query.OrderBy, query.PageSize, token, cancellationToken).ConfigureAwait(false);
        return reply.Read(
            json =>
            {
                List<TraceInfo> infos = [.. JsonFields.Objects(json["traces"]).Select(TraceInfoJson.Read)];

                // A server that repeats itself must not be asked for ever.
                return (infos, (string?)json["next_page_token"] is { Length: > 0 } next && next != token ? next : null);
            },
            cancellationToken);
    }

    private async Task<Trace[]> CompleteAsync(IEnumerable<TraceInfo> infos, TraceQuery query, CancellationToken cancellationToken)
        => await Task.WhenAll(infos.Select(info => CompleteAsync(info, query.IncludeSpans, cancellationToken))).ConfigureAwait(false);

    /// <summary>One trace with damaged spans must not hide the others; a server that does not answer, or not to this user, ends the search.</summary>
    private async Task<Trace> CompleteAsync(TraceInfo info, bool includeSpans, CancellationToken cancellationToken)
    {
        if (!includeSpans)
        {
            return new Trace(info, []);
        }

        try
        {
            return new Trace(info, await _spans.ReadAsync(info, cancellationToken).ConfigureAwait(false));
        }
        catch (MlflowException failure) when (failure.StatusCode is not (null or Unauthorized))
        {
            diagnostics.Report(ClientComplaints.SpansUnread(info.TraceId, failure.Message), failure);
            return new Trace(info, []);
        }
    }
}
