using System.Diagnostics;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace MLflow.Tracing.DeliveryCost;

/// <summary>512 spans encoded and sent as one OTLP request, by this library (attributes are JSON, and become native values) and by OpenTelemetry's exporter (attributes are texts).</summary>
internal sealed class OtlpCase : IDisposable
{
    public const int BatchSize = 512;

    private readonly ServerConnection _connection;
    private readonly MlflowApi _api;
    private readonly Span[] _spans = [.. Enumerable.Range(1, BatchSize).Select(static number => SampleSpans.Span(trace: number, number))];
    private readonly Activity[] _activities = CreateActivities();
    private readonly OtlpTraceExporter _plain;
    private readonly OtlpTraceExporter _gzip;

    public OtlpCase(string address)
    {
        var uri = TrackingUri.Parse(address);
        var options = new MlflowOptions();
        ServerTrust.TryLoad(options, out var trust, out _);
        _connection = new ServerConnection(uri.ServerAddress!, ServerCredentials.For(uri, options), trust!, options.HttpRequestTimeout, RetryPolicy.Never);
        _api = new MlflowApi(_connection);
        _plain = Exporter(address, "none");
        _gzip = Exporter(address, "gzip");
    }

    public async Task<int> SendOursAsync(bool compresses)
    {
        var body = OtlpTraceRequest.Write(_spans, 0, out _);
        var reply = await _api.PushSpansAsync(body, "123", compresses, _connection.Now, CancellationToken.None);
        ProtobufWriter.Recycle(body);
        return reply.IsSuccess ? BatchSize : throw new InvalidOperationException(reply.ToString());
    }

    /// <summary>What of that is encoding.</summary>
    public Task<int> EncodeOurs()
    {
        ProtobufWriter.Recycle(OtlpTraceRequest.Write(_spans, 0, out _));
        return Task.FromResult(BatchSize);
    }

    public Task<int> SendTheirs(bool compresses)
        => (compresses ? _gzip : _plain).Export(new Batch<Activity>(_activities, BatchSize)) == ExportResult.Success
            ? Task.FromResult(BatchSize)
            : throw new InvalidOperationException("OpenTelemetry's exporter failed.");

    public void Dispose()
    {
        _connection.Dispose();
        _plain.Dispose();
        _gzip.Dispose();
    }

    private static OtlpTraceExporter Exporter(string address, string compression)
    {
        // Its options take the compression from the environment.
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_COMPRESSION", compression);
        return new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = new Uri(address + "/v1/traces"), Protocol = OtlpExportProtocol.HttpProtobuf });
    }

    private static Activity[] CreateActivities()
    {
        using var source = new ActivitySource("MLflow.Tracing.DeliveryCost");
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return [.. Enumerable.Range(0, BatchSize).Select(_ => CreateActivity(source))];
    }

    private static Activity CreateActivity(ActivitySource source)
    {
        var activity = source.StartActivity("answer")!;
        activity.SetTag(SpanAttributeKey.TraceId, "tr-" + activity.TraceId);
        activity.SetTag(SpanAttributeKey.SpanType, "TOOL");
        activity.SetTag(SpanAttributeKey.FunctionName, "Program.Answer");
        activity.SetTag(SpanAttributeKey.Inputs, SampleSpans.Inputs);
        activity.SetTag(SpanAttributeKey.Outputs, SampleSpans.Outputs);
        activity.SetStatus(ActivityStatusCode.Ok);
        activity.Stop();
        return activity;
    }
}
