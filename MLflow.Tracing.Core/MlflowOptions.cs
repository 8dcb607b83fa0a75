namespace MLflow.Tracing;

/// <summary>
/// How traces are recorded and where they go. Each value comes from, in this order: the argument of <see cref="Mlflow.Init"/>,
/// the environment variable named with it, the default woven into the assembly, the default named here.
/// </summary>
/// <remarks>Read once, when tracing starts; changing an instance later has no effect. Not thread-safe.</remarks>
public sealed class MlflowOptions
{
    /// <summary>
    /// Where traces go: <c>http(s)://…</c>, <c>databricks</c>, <c>databricks://PROFILE</c>, or <c>file:FOLDER</c> for the embedded folder store.
    /// Environment: <c>MLFLOW_TRACKING_URI</c>. Default of <see cref="Mlflow.Init"/>: <c>file:mlflow-traces</c>.
    /// </summary>
    public string? TrackingUri { get; set; }

    /// <summary>The experiment's id; beats <see cref="ExperimentName"/>. Environment: <c>MLFLOW_EXPERIMENT_ID</c>. Default: <c>0</c>.</summary>
    public string? ExperimentId { get; set; }

    /// <summary>The experiment's name, looked up and, if missing, created on first use. Environment: <c>MLFLOW_EXPERIMENT_NAME</c>.</summary>
    public string? ExperimentName { get; set; }

    /// <summary>User for Basic authentication, with <see cref="TrackingPassword"/>. Environment: <c>MLFLOW_TRACKING_USERNAME</c>.</summary>
    public string? TrackingUsername { get; set; }

    /// <summary>Password for Basic authentication. Environment: <c>MLFLOW_TRACKING_PASSWORD</c>.</summary>
    public string? TrackingPassword { get; set; }

    /// <summary>Bearer token, used unless user and password are both given. Environment: <c>MLFLOW_TRACKING_TOKEN</c>.</summary>
    public string? TrackingToken { get; set; }

    /// <summary>The workspace of a self-hosted server. Environment: <c>MLFLOW_WORKSPACE</c>.</summary>
    public string? Workspace { get; set; }

    /// <summary>Time limit of one HTTP request. Environment: <c>MLFLOW_HTTP_REQUEST_TIMEOUT</c>, in seconds. Default: 120 s.</summary>
    public TimeSpan HttpRequestTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Whether finished traces are also printed as a tree to standard output. Default <see langword="false"/>.</summary>
    public bool Console { get; set; }

    /// <summary>The share of traces that are recorded, 0 to 1, decided by trace id. Environment: <c>MLFLOW_TRACE_SAMPLING_RATIO</c>. Default: 1.</summary>
    public double SamplingRatio { get; set; } = 1.0;

    /// <summary>Finished traces that may wait for delivery; the newest is dropped, and counted, when it is full. Environment: <c>MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE</c>. Default: 1000.</summary>
    public int MaxQueueSize { get; set; } = 1000;

    /// <summary>Traces that may be under way at once; beyond it the oldest is ended as ERROR and delivered. Environment: <c>MLFLOW_TRACE_BUFFER_MAX_SIZE</c>. Default: 1000.</summary>
    public int MaxActiveTraces { get; set; } = 1000;

    /// <summary>A trace under way for longer is ended as ERROR and delivered. Environment: <c>MLFLOW_TRACE_BUFFER_TTL_SECONDS</c>. Default: 1 h.</summary>
    public TimeSpan ActiveTraceTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A time limit for traces, shorter than <see cref="ActiveTraceTtl"/>, with the same effect. Environment: <c>MLFLOW_TRACE_TIMEOUT_SECONDS</c>. Default: none.</summary>
    public TimeSpan? TraceTimeout { get; set; }

    /// <summary>How long a trace whose root has ended waits for children that are still open. Default: 5 s.</summary>
    public TimeSpan OpenChildrenGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Spans one trace may hold; further ones are not recorded, and counted. Default: 10,000.</summary>
    public int MaxSpansPerTrace { get; set; } = 10_000;

    /// <summary>How long the end of the process waits for undelivered traces. Default: 10 s.</summary>
    public TimeSpan ExitFlushTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Levels of nesting recorded of a captured value. Default: 16.</summary>
    public int CaptureMaxDepth { get; set; } = 16;

    /// <summary>Items recorded of one captured collection, and members of one object. Default: 200.</summary>
    public int CaptureMaxItems { get; set; } = 200;

    /// <summary>Characters of JSON recorded of one captured value. Default: 100,000.</summary>
    public int CaptureMaxCharacters { get; set; } = 100_000;

    /// <summary>Time the capture of one value may take on the caller's thread. Default: 20 ms.</summary>
    public TimeSpan CaptureTimeBudget { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Whether a trace's session and user travel along with it to other processes, in the W3C header <c>baggage</c>, and are taken from there.
    /// Everybody on the way can read that header. Default <see langword="false"/>.
    /// </summary>
    public bool PropagateSessionAndUser { get; set; }

    /// <summary>
    /// Run on every recorded span just before it closes, in order, on the thread that ends it: the place to redact.
    /// What one throws is counted and reported, never passed on.
    /// </summary>
    public IList<Action<LiveSpan>> SpanProcessors { get; } = [];

    /// <summary>Exporters that get every trace besides the destination of <see cref="TrackingUri"/>.</summary>
    public IList<Export.ITraceExporter> Exporters { get; } = [];

    /// <summary>Checks the values that have limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names them.</exception>
    internal void Validate()
    {
        Require(SamplingRatio is >= 0 and <= 1, nameof(SamplingRatio), SamplingRatio, "0 to 1");
        Require(MaxQueueSize >= 1, nameof(MaxQueueSize), MaxQueueSize, "1 or more");
        Require(MaxActiveTraces is >= 1 and <= 1_000_000, nameof(MaxActiveTraces), MaxActiveTraces, "1 to 1,000,000");
        Require(MaxSpansPerTrace >= 1, nameof(MaxSpansPerTrace), MaxSpansPerTrace, "1 or more");
        Require(ActiveTraceTtl > TimeSpan.Zero, nameof(ActiveTraceTtl), ActiveTraceTtl, "more than zero");
        Require(TraceTimeout is null || TraceTimeout > TimeSpan.Zero, nameof(TraceTimeout), TraceTimeout, "more than zero");
        Require(OpenChildrenGrace >= TimeSpan.Zero, nameof(OpenChildrenGrace), OpenChildrenGrace, "zero or more");
        Require(ExitFlushTimeout >= TimeSpan.Zero, nameof(ExitFlushTimeout), ExitFlushTimeout, "zero or more");
        Require(HttpRequestTimeout > TimeSpan.Zero, nameof(HttpRequestTimeout), HttpRequestTimeout, "more than zero");
        Require(CaptureMaxDepth >= 1, nameof(CaptureMaxDepth), CaptureMaxDepth, "1 or more");
        Require(CaptureMaxItems >= 1, nameof(CaptureMaxItems), CaptureMaxItems, "1 or more");
        Require(CaptureMaxCharacters >= 100, nameof(CaptureMaxCharacters), CaptureMaxCharacters, "100 or more");
        Require(CaptureTimeBudget > TimeSpan.Zero, nameof(CaptureTimeBudget), CaptureTimeBudget, "more than zero");
    }

    private static void Require(bool isWithin, string option, object? value, string limits)
    {
        if (!isWithin)
        {
            throw new ArgumentOutOfRangeException(option, value, $"MlflowOptions.{option} must be {limits}.");
        }
    }
}
