using System.Runtime.CompilerServices;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Reads traces from a tracking server.</summary>
internal sealed class ServerTraceReader(TraceApi traces, ITraceArtifacts artifacts, SearchScope scope, TracingDiagnostics diagnostics) : ITraceReader
{
    /// <summary>Traces whose spans are fetched at the same time.</summary>
    private const int Concurrency = 10;
    private const int Unauthorized = 401;

    private readonly SpanReader _spans = new(traces, artifacts);

    public async Task<TraceInfo?> GetInfoAsync(string traceId, CancellationToken cancellationToken)
    {
        var reply = await traces.GetInfoAsync(traceId, cancellationToken).ConfigureAwait(false);
        return reply.IsMissing() ? null : reply.Read(json => TraceInfoJson.Read(json.ObjectIn("trace").ObjectIn("trace_info")), cancellationToken);
    }

    public async Task<Trace?> GetAsync(string traceId, CancellationToken cancellationToken)
        => await GetInfoAsync(traceId, cancellationToken).ConfigureAwait(false) is { } info
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
