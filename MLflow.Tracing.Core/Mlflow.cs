using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing;

/// <summary>The entry point to tracing, as <c>mlflow</c> in Python and TypeScript.</summary>
/// <remarks>
/// Thread-safe. Tracing is off until <see cref="Init"/> is called or <c>MLFLOW_TRACKING_URI</c> names a destination. While it is off
/// every member that records may be called and does nothing. A failure of tracing itself is reported through <see cref="Diagnostics"/>, never thrown;
/// only a wrong argument throws. The members that read and change what is stored (<see cref="GetTraceAsync"/>, <see cref="LogFeedbackAsync"/> and so on)
/// work while tracing is off, too, and throw what <see cref="MlflowClient"/> throws.
/// </remarks>
/// <example>
/// <code>
/// Mlflow.Init("http://localhost:5000", experimentName: "support-bot");
///
/// var answer = await Mlflow.WithSpanAsync(span => CallModelAsync(question), name: "answer", spanType: SpanType.ChatModel, inputs: new { question });
///
/// await Mlflow.FlushAsync();
/// </code>
/// </example>
public static partial class Mlflow
{
    private const string DefaultSpanName = "span";

    private static readonly TimeSpan s_defaultFlushTimeout = TimeSpan.FromSeconds(30);

    /// <summary>What tracing has to say about itself.</summary>
    /// <example>
    /// <code>
    /// Mlflow.Diagnostics.Output = TextWriter.Null; // nothing on standard error
    /// Mlflow.Diagnostics.Reported += diagnostic => app.Logger.LogWarning("{Id}: {Message}", diagnostic.Id, diagnostic.Message);
    /// </code>
    /// </example>
    public static TracingDiagnostics Diagnostics { get; } = new();

    /// <summary>The span that is ambient here, or <see langword="null"/> when there is none that is recorded.</summary>
    /// <example>
    /// <code>
    /// Mlflow.CurrentSpan?.SetAttribute("cache", "hit");
    /// </code>
    /// </example>
    public static LiveSpan? CurrentSpan => AmbientSpan.Current is { IsMarker: false } span ? span : null;

    /// <summary>The id of the trace that <see cref="CurrentSpan"/> belongs to, or <see langword="null"/>.</summary>
    /// <example>
    /// <code>
    /// app.Logger.LogInformation("Answering in trace {TraceId}", Mlflow.CurrentTraceId);
    /// </code>
    /// </example>
    public static string? CurrentTraceId => CurrentSpan?.TraceId;

    /// <summary>The id of the trace whose root span ended last in this process, or <see langword="null"/>.</summary>
    /// <example>
    /// <code>
    /// var answer = await Mlflow.WithSpanAsync(span => CallModelAsync(question), name: "answer");
    /// await Mlflow.FlushAsync();
    /// if (Mlflow.LastActiveTraceId is { } recorded)
    /// {
    ///     await Mlflow.LogFeedbackAsync(recorded, "helpful", true);
    /// }
    /// </code>
    /// </example>
    public static string? LastActiveTraceId => TracingSwitch.Installed?.LastCompleted?.Id;

    /// <summary>
    /// The id of the trace that was completed last on the calling thread, or <see langword="null"/>: for synchronous code beside other threads. The root span of
    /// asynchronous code may end on any thread.
    /// </summary>
    /// <example>
    /// <code>
    /// using (Mlflow.StartActiveSpan("answer"))
    /// {
    ///     Console.WriteLine("42");
    /// }
    ///
    /// Console.WriteLine($"see trace {Mlflow.LastActiveTraceIdOfThread}");
    /// </code>
    /// </example>
    public static string? LastActiveTraceIdOfThread => TracingSwitch.Installed?.LastCompletedByThread;

    /// <summary>
    /// Starts tracing. Called again, it puts the new settings in place, and delivers what the old ones had recorded.
    /// </summary>
    /// <param name="trackingUri">
    /// Where traces go, see <see cref="MlflowOptions.TrackingUri"/>. Without it <c>MLFLOW_TRACKING_URI</c> counts, then the default woven
    /// into the assembly, then the embedded folder store <c>./mlflow-traces</c>.
    /// </param>
    /// <param name="experimentName">The experiment's name; created on first use if it does not exist.</param>
    /// <param name="experimentId">The experiment's id, or a location of Unity Catalog, see <see cref="MlflowOptions.ExperimentId"/>; beats the name.</param>
    /// <param name="configure">Sets any other option, or any of the above.</param>
    /// <exception cref="ArgumentException">An argument is wrong; the message says what is allowed. A wrong environment variable does not throw: it is reported, and tracing stays off.</exception>
    /// <example>
    /// <code>
    /// Mlflow.Init("http://localhost:5000", experimentName: "support-bot");
    /// Mlflow.Init(configure: options => options.Console = true); // folder store, and a tree on the console
    /// </code>
    /// </example>
    public static void Init(
        string? trackingUri = null,
        string? experimentName = null,
        string? experimentId = null,
        Action<MlflowOptions>? configure = null)
        => Use(TracingStartup.FromArguments(trackingUri, experimentName, experimentId, configure, Diagnostics));

    /// <summary>Starts a span that does not become ambient. End it with <see cref="LiveSpan.End()"/> or <c>using</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="spanType">Its type: one of <see cref="SpanType"/> or any other text; a server is sent 500 characters of it at most (MLT416).</param>
    /// <param name="inputs">Its inputs, recorded as they are now; <see langword="null"/> means none.</param>
    /// <param name="parent">Its parent; <see langword="null"/> means the ambient span, and if there is none, a new trace.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="startTimeUnixNs">When it started, for work that was measured elsewhere: nanoseconds since the Unix epoch; <see langword="null"/> means now.</param>
    /// <returns>The span; a no-op span when nothing is recorded. Never <see langword="null"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">An attribute has no name, or <paramref name="startTimeUnixNs"/> is negative.</exception>
    /// <example>
    /// <code>
    /// var job = Mlflow.StartSpan("summarize", SpanType.Chain, inputs: new { question });
    /// var summary = await CallModelAsync(question);
    /// job.End(outputs: summary);
    /// </code>
    /// </example>
    public static LiveSpan StartSpan(
        string name,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        LiveSpan? parent = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        long? startTimeUnixNs = null)
        => IsOff(name, startTimeUnixNs) ? LiveSpan.NoOp : HandwrittenSpan.Start(name, spanType, inputs, parent, attributes, startTimeUnixNs);

    /// <summary>Starts a span and makes it ambient until it is disposed, in the same method and on the same flow of control.</summary>
    /// <inheritdoc cref="StartSpan"/>
    /// <example>
    /// <code>
    /// using (var answer = Mlflow.StartActiveSpan("answer", SpanType.Chain, inputs: new { question }))
    /// using (var search = Mlflow.StartActiveSpan("search", SpanType.Retriever)) // a child of the span "answer"
    /// {
    ///     search.SetOutputs(new[] { "docs/tracing.md", "docs/privacy.md" });
    /// }
    /// </code>
    /// </example>
    public static LiveSpan StartActiveSpan(
        string name,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        LiveSpan? parent = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        long? startTimeUnixNs = null)
        => IsOff(name, startTimeUnixNs) ? LiveSpan.NoOp : HandwrittenSpan.MakeAmbient(HandwrittenSpan.Start(name, spanType, inputs, parent, attributes, startTimeUnixNs));

    /// <summary>Says more about the trace that the ambient span belongs to. Without one, the call is reported (MLT208) and has no other effect.</summary>
    /// <remarks>
    /// What is longer than a server can store is cut on a whole character and reported (MLT416): keys at 250 characters, values of tags and metadata at 8000,
    /// <paramref name="clientRequestId"/> at 50; previews at 1000, unreported. About a trace that another process began it says so (MLT222): the folder store and exporters of one's own get it with this process's part, a server does not.
    /// </remarks>
    /// <param name="tags">Tags to set; they may be changed later on the server.</param>
    /// <param name="metadata">Metadata to set.</param>
    /// <param name="sessionId">The session (conversation) the trace belongs to.</param>
    /// <param name="user">The user who made the request.</param>
    /// <param name="clientRequestId">The caller's own id of the request.</param>
    /// <param name="requestPreview">The text to show for the request, in place of the one derived from the inputs.</param>
    /// <param name="responsePreview">The text to show for the response, in place of the one derived from the outputs.</param>
    /// <param name="state">The trace's state, <see cref="TraceState.Ok"/> or <see cref="TraceState.Error"/>, whatever its root says.</param>
    /// <param name="modelId">The logged model that the trace belongs to.</param>
    /// <param name="experimentId">
    /// The experiment that the trace is filed under, in place of the one tracing was started with. It takes no trace into Unity Catalog or out of it, which would be another id (MLT477): <see cref="SetDestination"/> does.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="state"/> is another one, a tag or a metadata entry has no key, or <paramref name="experimentId"/> is none.</exception>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("answer", inputs: new { question });
    /// Mlflow.UpdateCurrentTrace(sessionId: "s-1", user: "u-1", tags: new Dictionary&lt;string, string> { ["release"] = "2026-11" });
    /// </code>
    /// </example>
    public static void UpdateCurrentTrace(
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        string? sessionId = null,
        string? user = null,
        string? clientRequestId = null,
        string? requestPreview = null,
        string? responsePreview = null,
        TraceState? state = null,
        string? modelId = null,
        string? experimentId = null)
    {
        var span = AmbientSpan.Current;
        if (span is null or { IsMarker: true, IsSuppressing: false } && TracingSwitch.Runtime is not null)
        {
            Diagnostics.Report(RecordingComplaints.NothingToUpdate());
        }

        (span ?? LiveSpan.NoOp).UpdateTrace(tags, metadata, sessionId, user, clientRequestId, requestPreview, responsePreview, state, modelId, experimentId);
    }

    /// <summary>Waits until every trace whose root span has ended was given to its destination.</summary>
    /// <param name="timeout">How long to wait at most. Default: 30 s.</param>
    /// <returns>False when the time was up first.</returns>
    /// <example>
    /// <code>
    /// if (!await Mlflow.FlushAsync(TimeSpan.FromSeconds(10)))
    /// {
    ///     Console.Error.WriteLine("Some traces are still on their way.");
    /// }
    /// </code>
    /// </example>
    public static Task<bool> FlushAsync(TimeSpan? timeout = null)
        => TracingSwitch.Installed?.FlushAsync(timeout ?? s_defaultFlushTimeout) ?? Task.FromResult(true);

    /// <summary>Puts a runtime in place of the one in use, and delivers what that one had.</summary>
    internal static void Use(TracingRuntime? runtime)
    {
        TracingSwitch.Replace(runtime)?.Dispose();
    }
}
