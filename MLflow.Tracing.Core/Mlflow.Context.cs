using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing;

/// <content>What holds for the traces that begin in a region of code, or from now on.</content>
public static partial class Mlflow
{
    /// <summary>
    /// Gives every trace that begins inside what is named here; or records nothing inside. Regions may be nested: what the inner one names wins, the rest is kept.
    /// </summary>
    /// <param name="tags">Tags; an entry without a value is ignored.</param>
    /// <param name="metadata">Metadata; an entry without a value is ignored.</param>
    /// <param name="sessionId">The session (conversation).</param>
    /// <param name="user">The user who makes the requests.</param>
    /// <param name="enabled"><see langword="false"/> records nothing inside, <see langword="true"/> takes that back; <see langword="null"/> leaves it as it is outside.</param>
    /// <returns>Leaves the region when it is disposed, in the same method and on the same flow of control. A trace that began inside keeps what it was given.</returns>
    /// <exception cref="ArgumentException">A tag or a metadata entry has no key.</exception>
    /// <example>
    /// <code>
    /// using (Mlflow.TracingContext(sessionId: "s-1", user: "u-1"))
    /// {
    ///     await Mlflow.WithSpanAsync(span => CallModelAsync(question), name: "answer");
    /// }
    /// </code>
    /// </example>
    public static IDisposable TracingContext(
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        string? sessionId = null,
        string? user = null,
        bool? enabled = null)
    {
        TraceDetails.Check(tags, nameof(tags));
        TraceDetails.Check(metadata, nameof(metadata));
        var named = new List<KeyValuePair<string, string>>(metadata ?? []);
        AddIfGiven(named, TraceMetadataKey.Session, sessionId);
        AddIfGiven(named, TraceMetadataKey.User, user);
        return ContextScope.Enter((TraceDefaults.Current ?? TraceDefaults.None).With(tags, named), enabled);
    }

    /// <summary>Files the traces that begin from now on under another experiment of the same server or store, or at a place in Unity Catalog. <see cref="Init"/> takes it back.</summary>
    /// <param name="experimentId">
    /// The experiment's id; on Databricks also a location of Unity Catalog, <c>CATALOG.SCHEMA</c> or <c>CATALOG.SCHEMA.TABLE_PREFIX</c>, which becomes part of the ids of its traces.
    /// <see langword="null"/> means what tracing was started with.
    /// </param>
    /// <param name="contextLocal">
    /// <see langword="true"/>: only traces that begin in this method, and in what it calls and starts, after this call. <see langword="false"/>: all traces of the process.
    /// A trace of its own choice is <see cref="UpdateCurrentTrace"/>'s, which wins over both.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="experimentId"/> holds a control character, or a dot and is no location.</exception>
    /// <example>
    /// <code>
    /// Mlflow.SetDestination(experimentId: "42", contextLocal: true); // of this request only
    /// Mlflow.SetDestination("main.traces.support_bot"); // tables in Unity Catalog
    /// </code>
    /// </example>
    public static void SetDestination(string? experimentId, bool contextLocal = false)
    {
        RecordedArguments.ExperimentId(experimentId, nameof(experimentId));
        if (contextLocal)
        {
            TraceDefaults.Current = (TraceDefaults.Current ?? TraceDefaults.None) with { ExperimentId = experimentId };
        }
        else if (TracingSwitch.Installed is { } runtime)
        {
            runtime.ExperimentId = experimentId;
        }
        else
        {
            Diagnostics.Report(RecordingComplaints.NotStarted(nameof(SetDestination)));
        }
    }

    /// <summary>Replaces the span processors that tracing was started with, see <see cref="MlflowOptions.SpanProcessors"/> and <see cref="MlflowOptions.SpanStartProcessors"/>.</summary>
    /// <param name="onEnd">Run just before a span closes; <see langword="null"/> means none.</param>
    /// <param name="onStart">Run just after a span has started; <see langword="null"/> means none.</param>
    /// <exception cref="ArgumentException">One of them is null.</exception>
    /// <example>
    /// <code>
    /// Mlflow.ConfigureSpanProcessors(onEnd: [SpanProcessors.RedactKeys(), span => span.SetAttribute("region", "eu")]);
    /// </code>
    /// </example>
    public static void ConfigureSpanProcessors(IEnumerable<Action<LiveSpan>>? onEnd = null, IEnumerable<Action<LiveSpan>>? onStart = null)
    {
        Action<LiveSpan>[] end = [.. onEnd ?? []];
        Action<LiveSpan>[] start = [.. onStart ?? []];
        if (end.Concat(start).Contains(null))
        {
            throw new ArgumentException("A span processor is null.", end.Contains(null) ? nameof(onEnd) : nameof(onStart));
        }

        if (TracingSwitch.Installed is { } runtime)
        {
            runtime.ConfigureProcessors(start, end);
        }
        else
        {
            Diagnostics.Report(RecordingComplaints.NotStarted(nameof(ConfigureSpanProcessors)));
        }
    }

    /// <summary>
    /// Copies a finished trace, of a service that was called for example, into the trace of a span under way. Its spans get new ids and keep their times; its
    /// <see cref="Model.Trace.Attachments"/> go along.
    /// </summary>
    /// <remarks>
    /// Spans with one id are all copied, and children go below the first of them. A span whose parents are missing or lead in a circle becomes a child of the target; of a circle
    /// the parents are kept but one. An end before the start is taken as the start. A link without proper ids is left out, and a negative time is taken as zero: both are reported (MLT250).
    /// </remarks>
    /// <param name="trace">The finished trace.</param>
    /// <param name="target">The span that becomes the parent of its root; <see langword="null"/> means the ambient span, and if there is none, a new trace is made of the copies.</param>
    /// <exception cref="ArgumentNullException"><paramref name="trace"/> is null.</exception>
    /// <exception cref="ArgumentException">Something in it is null that a trace needs; the message says what that is.</exception>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("ask the search service");
    /// if (await client.GetTraceAsync(traceId) is { } traceOfTheService)
    /// {
    ///     Mlflow.AddTrace(traceOfTheService);
    /// }
    /// </code>
    /// </example>
    public static void AddTrace(Trace trace, LiveSpan? target = null)
    {
        RecordedArguments.Trace(trace, nameof(trace));
        if (TracingSwitch.Runtime is { } runtime && !UserCallback.IsRunning)
        {
            TraceCopy.Add(runtime, trace, target ?? AmbientSpan.Current);
        }
    }

    private static void AddIfGiven(List<KeyValuePair<string, string>> entries, string key, string? value)
    {
        if (value is not null)
        {
            entries.Add(new KeyValuePair<string, string>(key, value));
        }
    }
}
