using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Otlp;

/// <summary>
/// Posts spans to a receiver of OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp): the traces of a batch together, up to a size. Which failures are worth another try the
/// specification says; what a receiver rejects of a request that it takes is reported.
/// </summary>
/// <remarks>A failure is reported once a batch and kind. A trace counts as failed when one of the requests that hold its spans failed.</remarks>
internal sealed class OtlpExporter : ITraceExporter
{
    /// <summary>The limit that receivers of gRPC have by default, and sidecars of HTTP often.</summary>
    private const int SoftLimitBytes = 4 * 1024 * 1024;

    private static readonly int[] s_retriedStatuses = [0, 429, 502, 503, 504];

    private readonly ServerConnection _connection;
    private readonly OtlpOptions _options;
    private readonly CollectorResource _resource;
    private readonly bool _isOnlyDestination;
    private readonly TracingDiagnostics _diagnostics;
    private readonly int _softLimitBytes;

    /// <param name="options">Valid, with an endpoint.</param>
    /// <param name="isOnlyDestination">Whether what OTLP cannot carry is lost.</param>
    /// <param name="retry">When to try again; the statuses are the specification's.</param>
    /// <param name="diagnostics">Where to complain.</param>
    /// <param name="softLimitBytes">When a request is large enough, before it is compressed.</param>
    public OtlpExporter(OtlpOptions options, bool isOnlyDestination, RetryPolicy retry, TracingDiagnostics diagnostics, int softLimitBytes = SoftLimitBytes)
    {
        _options = options;
        _resource = new CollectorResource(options);
        _isOnlyDestination = isOnlyDestination;
        _diagnostics = diagnostics;
        _softLimitBytes = softLimitBytes;
        _connection = new ServerConnection(
            options.TracesEndpoint!, ServerCredentials.ForHeaders(options.Headers), ServerTrust.OfTheMachine, options.Timeout, retry with { RetriedStatuses = s_retriedStatuses });
    }

    public async Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        var outcome = new BatchOutcome(_diagnostics);
        var spans = new List<Span>();
        var ends = new List<(Trace Trace, int End)>();
        foreach (var trace in traces)
        {
            Add(trace, spans, ends, outcome);
        }

        // Index by index: a trace is settled by the last request that holds a span of it, and by any that failed before.
        var settled = 0;
        DeliveryFailure? ofOpenTrace = null;
        DeliveryFailure? ofAll = null;
        for (var next = 0; next < spans.Count;)
        {
            var body = OtlpTraceRequest.Write(spans, next, out next, _softLimitBytes, _resource.Attributes);
            var failure = ofAll ?? await SendAsync(body, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                // After a failure a request may still be on its way.
                ProtobufWriter.Recycle(body);
            }

            ofAll = failure is { IsServerGone: true } or { IsCancelled: true } ? failure : null;
            ofOpenTrace ??= failure;
            for (; settled < ends.Count && ends[settled].End <= next; settled++)
            {
                Settle(ends[settled].Trace, ofOpenTrace, outcome);
                ofOpenTrace = failure;
            }

            // The next request begins with a trace of its own.
            ofOpenTrace = settled > 0 && ends[settled - 1].End == next ? null : ofOpenTrace;
        }

        return outcome.Report();
    }

    public void Dispose() => _connection.Dispose();

    private void Add(Trace trace, List<Span> spans, List<(Trace Trace, int End)> ends, BatchOutcome outcome)
    {
        try
        {
            spans.AddRange(CollectorSpans.Of(trace, _options.GenAiSemanticConventions).ToArray());
            ends.Add((trace, spans.Count));
        }
#pragma warning disable CA1031 // a trace that cannot be encoded must not keep the next one from the collector
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            outcome.Add(trace, new DeliveryFailure(CollectorComplaints.NotEncoded(thrown.Message), thrown));
        }
    }

    private void Settle(Trace trace, DeliveryFailure? failure, BatchOutcome outcome)
    {
        outcome.Add(trace, failure);
        if (failure is null && _isOnlyDestination && trace.Attachments.Count > 0)
        {
            _diagnostics.Report(CollectorComplaints.NoAttachments(trace.Attachments.Count.ToString(CultureInfo.InvariantCulture), trace.Info.TraceId), count: trace.Attachments.Count);
        }
    }

    private async Task<DeliveryFailure?> SendAsync(ArraySegment<byte> body, CancellationToken cancellationToken)
    {
        var request = new ServerRequest(HttpMethod.Post, new Uri(_connection.Address)) { Body = body, ContentType = OtlpTraceRequest.ContentType };
        var reply = await _connection.SendAsync(_options.Gzip ? request.Compressed() : request, cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess)
        {
            return new DeliveryFailure(MeaningOf(reply), reply.Failure, IsServerGone: reply.Status is 0 or 502 or 503 or 504, reply.IsCancelled);
        }

        ReportPartialSuccess(reply);
        return null;
    }

    private void ReportPartialSuccess(ServerReply reply)
    {
        var (rejected, message) = OtlpTraceResponse.Read(reply);
        message = SecretText.Without(message, reply.Secrets);
        if (rejected > 0)
        {
            _diagnostics.Report(CollectorComplaints.SpansRejected(rejected.ToString(CultureInfo.InvariantCulture), message.Length > 0 ? message : "it gives no reason."), count: rejected);
        }
        else if (message.Length > 0)
        {
            _diagnostics.Report(CollectorComplaints.Warning(message));
        }
    }

    private static Complaint MeaningOf(ServerReply reply)
    {
        var answer = reply.ToString();
        return reply.Status switch
        {
            0 => CollectorComplaints.NoAnswer(answer),
            401 or 403 => CollectorComplaints.Unauthorized(answer),
            404 or 405 => CollectorComplaints.NoRoute(answer),
            413 => CollectorComplaints.TooLarge(answer),
            429 or 502 or 503 or 504 => CollectorComplaints.Busy(answer),
            _ => reply.IsWebPage ? CollectorComplaints.NoRoute(answer) : CollectorComplaints.Refused(answer),
        };
    }
}
