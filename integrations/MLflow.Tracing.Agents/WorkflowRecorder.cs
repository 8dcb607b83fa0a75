using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Agents;

/// <summary>Records the runs of workflows and their steps, as the library tells them through activities of <see cref="Source"/>.</summary>
/// <remarks>
/// An activity that is current changes the headers of HTTP calls and the logs of the program. The span takes its place: it is ambient, and the
/// program's own activity stays current.
/// </remarks>
internal static class WorkflowRecorder
{
    /// <summary>The source for <c>WithOpenTelemetry</c>.</summary>
    public static readonly ActivitySource Source = new("MLflow.Tracing.Agents");

    // The library's names, each followed by the name of what is run.
    private const string Run = "invoke_workflow";
    private const string Step = "executor.process ";
    private const string SpanProperty = "mlflow.span";

    private static readonly ConditionalWeakTable<LiveSpan, Activity> Steps = [];

    static WorkflowRecorder()
    {
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = static source => ReferenceEquals(source, Source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> options)
                => TracingSwitch.Runtime is not null && (IsRun(options.Name) || IsStep(options.Name)) ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = static activity => Try(OnStarted, activity),
            ActivityStopped = static activity => Try(OnStopped, activity),
        });
        AppDomain.CurrentDomain.FirstChanceException += static (_, thrown) =>
        {
            if (thrown.Exception is TargetInvocationException { InnerException: { } cause } && AmbientSpan.Current is { } span && Steps.TryGetValue(span, out var step))
            {
                Try(_ => OnFailed(span, cause), step);
            }
        };
    }

    private static bool IsRun(string name) => name.StartsWith(Run, StringComparison.Ordinal);

    private static bool IsStep(string name) => name.StartsWith(Step, StringComparison.Ordinal);

    private static void OnStarted(Activity activity)
    {
        var parent = activity.Parent?.GetCustomProperty(SpanProperty) as LiveSpan;
        var isStep = IsStep(activity.OperationName);
        var name = activity.OperationName[(isStep ? Step : Run).Length..].Trim();
        var span = HandwrittenSpan.MakeAmbient(HandwrittenSpan.Start(name.Length > 0 ? name : "workflow", SpanType.Chain, inputs: null, parent, attributes: null));
        activity.SetCustomProperty(SpanProperty, span);
        if (isStep)
        {
            Steps.AddOrUpdate(span, activity);
        }

        Activity.Current = OfProgram(activity);
    }

    private static Activity? OfProgram(Activity? activity)
    {
        while (activity is not null && ReferenceEquals(activity.Source, Source))
        {
            activity = activity.Parent;
        }

        return activity;
    }

    private static void OnStopped(Activity activity)
    {
        if (activity.GetCustomProperty(SpanProperty) is not LiveSpan span)
        {
            return;
        }

        span.SetAttributes(activity.TagObjects);
        if (activity.Status == ActivityStatusCode.Error && span.Status.Code != SpanStatusCode.Error)
        {
            span.SetStatus(SpanStatusCode.Error, activity.StatusDescription ?? string.Empty);
        }

        span.Dispose();
    }

    // The library tells no activity that its step failed, but wraps and throws the exception while the step is ambient.
    private static void OnFailed(LiveSpan step, Exception cause)
    {
        step.RecordException(cause);
        step.Parent?.RecordException(cause);
    }

    private static void Try(Action<Activity> record, Activity activity)
    {
        try
        {
            record(activity);
        }
#pragma warning disable CA1031 // called from the midst of the program's workflow
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Mlflow.Diagnostics.Report(RecordingComplaints.ActivityNotRecorded(activity.OperationName, thrown.Message), thrown);
        }
    }
}
