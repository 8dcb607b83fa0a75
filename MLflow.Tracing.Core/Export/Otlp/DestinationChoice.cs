using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Export.Otlp;

/// <summary>Which destinations get the traces: the tracking URI, an OTLP collector, or both. Why it is so is told in docs/decisions/017-otlp-collectors.md.</summary>
/// <param name="ToCollector">Whether the collector gets them.</param>
/// <param name="ToTrackingUri">Whether the tracking URI gets them.</param>
internal readonly record struct DestinationChoice(bool ToCollector, bool ToTrackingUri)
{
    /// <param name="options">Settled options.</param>
    /// <param name="isUriInCode">Whether the program itself names the tracking URI.</param>
    /// <param name="isEndpointInCode">Whether the program itself names the collector.</param>
    /// <param name="diagnostics">Where a destination that gets nothing is reported.</param>
    public static DestinationChoice Of(MlflowOptions options, bool isUriInCode, bool isEndpointInCode, TracingDiagnostics diagnostics)
    {
        var otlp = options.Otlp;
        var trackingUriOnly = new DestinationChoice(ToCollector: false, ToTrackingUri: true);
        if (otlp.TracesEndpoint is null || (isUriInCode && !isEndpointInCode && otlp.DualExport != true))
        {
            return trackingUriOnly;
        }

        if (!isEndpointInCode && otlp.Protocol != OtlpOptions.HttpProtobuf)
        {
            diagnostics.Report(CollectorComplaints.OtherProtocol(otlp.Protocol));
            return trackingUriOnly;
        }

        var both = otlp.DualExport ?? (isUriInCode && isEndpointInCode);
        if (!both && otlp.DualExport is null && options.TrackingUri is not null)
        {
            diagnostics.Report(CollectorComplaints.TrackingUriGetsNone(new Uri(otlp.TracesEndpoint).GetLeftPart(UriPartial.Path)));
        }

        return new DestinationChoice(ToCollector: true, ToTrackingUri: both);
    }
}
