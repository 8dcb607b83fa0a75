using System.Diagnostics;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Wire;
using Trace = MLflow.Tracing.Model.Trace;

namespace MLflow.Tracing.Export;

/// <summary>Emits finished spans as activities, for an OpenTelemetry pipeline in the same process; see <see cref="MlflowOptions.EmitActivities"/>.</summary>
/// <remarks>
/// Activities are made on the background worker, with the spans' times: nothing of them is ambient in the traced program. Trace ids are kept; an activity
/// gives itself a span id, and the span's own is its tag <c>mlflow.span_id</c>.
/// </remarks>
internal sealed class ActivityExporter : ITraceExporter
{
    /// <summary>The name by which a pipeline subscribes.</summary>
    public const string SourceName = "MLflow.Tracing";

    private readonly ActivitySource _source = new(SourceName);

    public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        if (_source.HasListeners())
        {
            foreach (var trace in traces)
            {
                Emit(trace);
            }
        }

        return Task.FromResult(new ExportResult(traces.Count, 0));
    }

    public void Dispose() => _source.Dispose();

    // Parents come first; a listener may leave any of them out.
    private void Emit(Trace trace)
    {
        var traceId = ActivityTraceId.CreateFromString(WireId.DigitsOf(trace.Info.TraceId).AsSpan());
        var parents = new Dictionary<string, ActivityContext>(StringComparer.Ordinal);
        foreach (var span in trace.Spans)
        {
            var parent = span.ParentId is { } id && parents.TryGetValue(id, out var emitted)
                ? emitted
                : new ActivityContext(traceId, ActivitySpanId.CreateFromString((span.ParentId ?? span.SpanId).AsSpan()), ActivityTraceFlags.Recorded);
            using var activity = _source.StartActivity(span.Name, ActivityKind.Internal, parent, startTime: SpanClock.ToUtc(span.StartTimeUnixNs));
            if (activity is null)
            {
                continue;
            }

            parents[span.SpanId] = activity.Context;
            Fill(activity, span);
            activity.SetEndTime(SpanClock.ToUtc(span.EndTimeUnixNs).UtcDateTime);
        }
    }

    private static void Fill(Activity activity, Span span)
    {
        activity.SetTag("mlflow.span_id", span.SpanId);
        foreach (var attribute in span.Attributes)
        {
            activity.SetTag(attribute.Key, JsonText.ToScalar(attribute.Value));
        }

        foreach (var item in span.Events)
        {
            activity.AddEvent(new ActivityEvent(
                item.Name,
                SpanClock.ToUtc(item.TimeUnixNs),
                new ActivityTagsCollection(item.Attributes.Select(static pair => new KeyValuePair<string, object?>(pair.Key, JsonText.ToScalar(pair.Value))))));
        }

        activity.SetStatus(
            span.Status.Code switch
            {
                SpanStatusCode.Ok => ActivityStatusCode.Ok,
                SpanStatusCode.Error => ActivityStatusCode.Error,
                _ => ActivityStatusCode.Unset,
            },
            span.Status.Message);
    }
}
