using System.Diagnostics;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording;

/// <summary>Records the activities of chosen <see cref="ActivitySource"/>s as spans, see <see cref="MlflowOptions.ActivitySources"/>.</summary>
/// <remarks>A span is the child of the recorded activity around it, else of the ambient span. It is ambient itself while its activity runs.</remarks>
internal sealed class ActivityBridge : IDisposable
{
    // What an activity carries its span by. The name is the key of a property that nobody else sees.
    private const string SpanProperty = "mlflow.span";

    private readonly TracingRuntime _runtime;
    private readonly string[] _sources;
    private readonly ActivityListener _listener;

    /// <param name="runtime">Records the spans.</param>
    /// <param name="sources">Names of sources; one that ends in <c>*</c> stands for all that begin so.</param>
    public ActivityBridge(TracingRuntime runtime, IEnumerable<string> sources)
    {
        _runtime = runtime;
        _sources = [.. sources];
        _listener = new ActivityListener
        {
            ShouldListenTo = IsChosen,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => IsRecording ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = activity => Guard(OnStarted, activity),
            ActivityStopped = activity => Guard(OnStopped, activity),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private bool IsRecording => ReferenceEquals(TracingSwitch.Runtime, _runtime) && !UserCallback.IsRunning && AmbientSpan.Current is not { IsSuppressing: true };

    public void Dispose() => _listener.Dispose();

    // Our own spans, emitted as activities, must not come back as spans; activities that an integration asked for are its own.
    private bool IsChosen(ActivitySource source) => !source.Name.StartsWith(ActivityExporter.SourceName, StringComparison.Ordinal) && _sources.Any(chosen => Matches(chosen, source.Name));

    private static bool Matches(string chosen, string name)
        => chosen.Length > 0 && chosen[chosen.Length - 1] == '*'
            ? name.StartsWith(chosen.Substring(0, chosen.Length - 1), StringComparison.Ordinal)
            : string.Equals(chosen, name, StringComparison.Ordinal);

    // Called from the middle of the user's code.
    private void Guard(Action<Activity> record, Activity activity)
    {
        try
        {
            record(activity);
        }
#pragma warning disable CA1031 // whatever an activity's contents may cause
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            _runtime.Diagnostics.Report(RecordingComplaints.ActivityNotRecorded(activity.DisplayName, thrown.Message), thrown);
        }
    }

    private void OnStarted(Activity activity)
    {
        if (!IsRecording)
        {
            return;
        }

        var parent = activity.Parent?.GetCustomProperty(SpanProperty) as LiveSpan ?? AmbientSpan.Current;
        if (SpanFactory.Prepare(_runtime, TraceSite.ByHand, parent) is not { } span)
        {
            return;
        }

        if (!span.IsMarker)
        {
            var details = span.EnsureDetails();
            details.Name = activity.DisplayName;
            details.StartUnixNs = SpanClock.ToUnixNs(activity.StartTimeUtc);
            if (!span.Start())
            {
                return;
            }
        }

        activity.SetCustomProperty(SpanProperty, HandwrittenSpan.MakeAmbient(span));
    }

    private static void OnStopped(Activity activity)
    {
        if (activity.GetCustomProperty(SpanProperty) is not LiveSpan span)
        {
            return;
        }

        if (span.IsRecording)
        {
            Fill(span, activity);
            span.SetEndTime(SpanClock.ToUnixNs(activity.StartTimeUtc + activity.Duration));
        }

        span.Dispose();
    }

    private static void Fill(LiveSpan span, Activity activity)
    {
        span.UpdateName(activity.DisplayName);
        span.SetAttributes(activity.TagObjects.Where(static tag => tag.Key.Length > 0));

        foreach (var item in activity.Events)
        {
            span.AddEvent(item.Name, item.Tags, SpanClock.ToUnixNs(item.Timestamp.UtcDateTime));
        }

        foreach (var link in activity.Links)
        {
            span.AddLink(new SpanLink("tr-" + link.Context.TraceId.ToHexString(), link.Context.SpanId.ToHexString(), AttributesOf(link, span.Trace)));
        }

        if (activity.Status == ActivityStatusCode.Error)
        {
            span.SetStatus(SpanStatusCode.Error, activity.StatusDescription ?? string.Empty);
        }

        GenAiConvention.Apply(span, activity);
    }

    private static Dictionary<string, string> AttributesOf(ActivityLink link, ActiveTrace trace)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in link.Tags ?? [])
        {
            attributes[tag.Key] = CapturedValue.FromObject(tag.Value, trace.Runtime.Capture, trace).ToJson();
        }

        return attributes;
    }
}
