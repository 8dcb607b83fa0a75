using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Pushes spans by OTLP; once a server turns out to have no such route, the fallback gets them, for good.</summary>
/// <param name="api">The server.</param>
/// <param name="fallback">What takes the spans otherwise.</param>
/// <param name="diagnostics">Where that is reported, once.</param>
internal sealed class OtlpSpanUpload(MlflowApi api, ISpanUpload fallback, TracingDiagnostics diagnostics) : ISpanUpload
{
    private bool _isMissing;

    public async Task<DeliveryFailure?> UploadAsync(Trace trace, string experimentId, ServerReply? started, CancellationToken cancellationToken)
    {
        for (var next = 0; !_isMissing && next < trace.Spans.Count;)
        {
            var body = OtlpTraceRequest.Write(trace.Spans, next, out next);
            var reply = await api.PushSpansAsync(body, experimentId, cancellationToken).ConfigureAwait(false);
            if (MeansThatTheRouteIsMissing(reply))
            {
                _isMissing = true;
                diagnostics.Report(ServerComplaints.NoOtlp(reply.ToString()));
            }
            else if (!reply.IsSuccess)
            {
                return DeliveryFailure.From(reply);
            }
        }

        return _isMissing ? await fallback.UploadAsync(trace, experimentId, started, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>A server before 3.4 (404, 405) or one with a file store (501). A 404 may also be about the experiment.</summary>
    private static bool MeansThatTheRouteIsMissing(ServerReply reply)
        => reply.Status is 405 or 501 || (reply.Status == 404 && reply.ErrorCode != "RESOURCE_DOES_NOT_EXIST");
}
