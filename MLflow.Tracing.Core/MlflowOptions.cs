namespace MLflow.Tracing;

/// <summary>
/// How traces are recorded and where they go. Each value comes from, in this order: the argument of <see cref="Mlflow.Init"/>,
/// the environment variable named with it, the default woven into the assembly, the default named here.
/// </summary>
/// <remarks>Read once, when tracing starts; changing an instance later has no effect. Not thread-safe.</remarks>
/// <example>
/// <code>
/// Mlflow.Init("http://localhost:5000", experimentName: "support-bot", configure: options =>
/// {
///     options.SamplingRatio = 0.1; // one trace in ten
///     options.TraceMetadata["deployment"] = "staging";
///     options.SpanProcessors.Add(SpanProcessors.RedactKeys());
/// });
/// </code>
/// </example>
public sealed class MlflowOptions
{
    /// <summary>As in Python: more would be a load for the server.</summary>
    internal const int MostRetries = 10;

    /// <summary>The most requests at once that a client may be told to send.</summary>
    internal const int MostUploads = 100;

    private static readonly TimeSpan s_shortestTimer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(1);

    /// <summary>
    /// Where traces go: <c>http(s)://…</c>, <c>databricks</c>, <c>databricks://PROFILE</c>, or <c>file:FOLDER</c> for the embedded folder store.
    /// Environment: <c>MLFLOW_TRACKING_URI</c>. Default of <see cref="Mlflow.Init"/>: <c>file:mlflow-traces</c>.
    /// </summary>
    public string? TrackingUri { get; set; }

    /// <summary>
    /// The experiment's id; on Databricks also a location of Unity Catalog, <c>CATALOG.SCHEMA</c> or <c>CATALOG.SCHEMA.TABLE_PREFIX</c>, which must exist. It beats <see cref="ExperimentName"/>.
    /// Environment: <c>MLFLOW_TRACING_DESTINATION</c>, then <c>MLFLOW_EXPERIMENT_ID</c>. Default: <c>0</c>.
    /// </summary>
    public string? ExperimentId { get; set; }

    /// <summary>The experiment's name, looked up and, if missing, created on first use. Environment: <c>MLFLOW_EXPERIMENT_NAME</c>.</summary>
    public string? ExperimentName { get; set; }

    /// <summary>User for Basic authentication, with <see cref="TrackingPassword"/>. Environment: <c>MLFLOW_TRACKING_USERNAME</c>, else <c>~/.mlflow/credentials</c>.</summary>
    public string? TrackingUsername { get; set; }

    /// <summary>Password for Basic authentication. Environment: <c>MLFLOW_TRACKING_PASSWORD</c>, else <c>~/.mlflow/credentials</c>.</summary>
    public string? TrackingPassword { get; set; }

    /// <summary>Bearer token, used unless user and password are both given. Environment: <c>MLFLOW_TRACKING_TOKEN</c>.</summary>
    public string? TrackingToken { get; set; }

    /// <summary>
    /// Gives the credentials of requests to the tracking server, or to Databricks, in place of user, password and tokens: for tokens that expire, and for headers of a proxy. It is asked
    /// before the first request, shortly before what it gave expires, and after the server refused it (401): one call at a time, on a thread of the pool, at most for <see cref="HttpRequestTimeout"/>,
    /// and nothing it does is traced. When it fails, the requests that need it fail, which is reported (MLT432). Default: none.
    /// </summary>
    public Func<CancellationToken, Task<TrackingCredential>>? TrackingCredentialProvider { get; set; }

    /// <summary>The workspace of a self-hosted server. Environment: <c>MLFLOW_WORKSPACE</c>.</summary>
    public string? Workspace { get; set; }

    /// <summary>
    /// Whether a self-hosted server's certificate is accepted whoever issued it and whatever it says: for experiments only, because anybody on the way can read
    /// traces and credentials. Not together with <see cref="TrackingServerCertPath"/>. Environment: <c>MLFLOW_TRACKING_INSECURE_TLS</c>. Default <see langword="false"/>.
    /// </summary>
    public bool TrackingInsecureTls { get; set; }

    /// <summary>
    /// A file of certificates (PEM, or one in DER), or a folder of such files: the authorities trusted to vouch for a self-hosted server, in place of the machine's.
    /// Environment: <c>MLFLOW_TRACKING_SERVER_CERT_PATH</c>. Default: the machine's.
    /// </summary>
    public string? TrackingServerCertPath { get; set; }

    /// <summary>
    /// The certificate, with its private key, that is shown to a self-hosted server which asks for one: PEM with both in one file, or PKCS#12 without a password. On .NET Framework
    /// PKCS#12 only. Environment: <c>MLFLOW_TRACKING_CLIENT_CERT_PATH</c>. Default: none.
    /// </summary>
    public string? TrackingClientCertPath { get; set; }

    /// <summary>Time limit of one HTTP request. Environment: <c>MLFLOW_HTTP_REQUEST_TIMEOUT</c>, in seconds. Default: 120 s.</summary>
    public TimeSpan HttpRequestTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a failed HTTP request is sent again, 0 to 10. Environment: <c>MLFLOW_HTTP_REQUEST_MAX_RETRIES</c>. Default: 4.</summary>
    public int HttpRequestMaxRetries { get; set; } = 4;

    /// <summary>The pause before a failed request is sent again; each further pause is twice as long. Environment: <c>MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR</c>, in seconds. Default: 0.25 s.</summary>
    public TimeSpan HttpRequestBackoff { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The most by which chance makes each of these pauses longer. Environment: <c>MLFLOW_HTTP_REQUEST_BACKOFF_JITTER</c>, in seconds. Default: a quarter of the pause.</summary>
    public TimeSpan? HttpRequestBackoffJitter { get; set; }

    /// <summary>Whether a pause is as long as the server asks for with <c>Retry-After</c>. Environment: <c>MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER</c>. Default <see langword="true"/>.</summary>
    public bool HttpRespectRetryAfterHeader { get; set; } = true;

    /// <summary>
    /// A failed request is not sent again later than that after the first try for the same trace, however many retries are left. Environment: <c>MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT</c>, in
    /// seconds. Default: 30 s.
    /// </summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether finished traces are also printed as a tree to standard output. Default <see langword="false"/>.</summary>
    public bool Console { get; set; }

    /// <summary>The share of traces that are recorded, 0 to 1, decided by trace id. Environment: <c>MLFLOW_TRACE_SAMPLING_RATIO</c>. Default: 1.</summary>
    public double SamplingRatio { get; set; } = 1.0;

    /// <summary>Finished traces that may wait for delivery; the newest is dropped, and counted, when it is full. Environment: <c>MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE</c>. Default: 1000.</summary>
    public int MaxQueueSize { get; set; } = 1000;

    /// <summary>
    /// Bytes that finished traces which wait for delivery may take, as estimated from their texts; beyond it the newest is dropped, and counted. Attachments have a limit of their own, see
    /// <see cref="MaxHeldAttachmentBytes"/>. Default: 256 MiB.
    /// </summary>
    public long MaxQueueBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// How long the thread that ends a trace waits for room when too many wait for delivery, before the trace is dropped.
    /// Default: <see langword="null"/>, which means not at all, or up to a second with a <see cref="SpoolFolder"/>, where room is made as fast as the disk can write.
    /// </summary>
    public TimeSpan? QueueFullTimeout { get; set; }

    /// <summary>How many requests deliver traces to a server at once, 1 to 100. Environment: <c>MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS</c>. Default: 10.</summary>
    public int MaxConcurrentUploads { get; set; } = 10;

    /// <summary>
    /// Traces share a request to a server of MLflow 3.6 or newer up to this number of spans; a larger trace has its own. Environment:
    /// <c>MLFLOW_ASYNC_TRACE_LOGGING_MAX_SPAN_BATCH_SIZE</c>. Default: 512.
    /// </summary>
    public int MaxSpansPerRequest { get; set; } = 512;

    /// <summary>Traces that may be under way at once; beyond it the oldest is ended as ERROR and delivered. Environment: <c>MLFLOW_TRACE_BUFFER_MAX_SIZE</c>. Default: 1000.</summary>
    public int MaxActiveTraces { get; set; } = 1000;

    /// <summary>A trace under way for longer is ended as ERROR and delivered. Environment: <c>MLFLOW_TRACE_BUFFER_TTL_SECONDS</c>. Default: 1 h.</summary>
    public TimeSpan ActiveTraceTtl { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A time limit for traces, shorter than <see cref="ActiveTraceTtl"/>, with the same effect. Environment: <c>MLFLOW_TRACE_TIMEOUT_SECONDS</c>. Default: none.</summary>
    public TimeSpan? TraceTimeout { get; set; }

    /// <summary>How often traces under way are looked at for these limits, and for <see cref="OpenChildrenGrace"/>. Environment: <c>MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS</c>. Default: 1 s.</summary>
    public TimeSpan TraceTimeoutCheckInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a trace whose root has ended waits for children that are still open. Default: 5 s.</summary>
    public TimeSpan OpenChildrenGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Spans one trace may hold; further ones are not recorded, and counted (MLT201); what is started with one of those as its parent is not counted again. Default: 10,000.</summary>
    public int MaxSpansPerTrace { get; set; } = 10_000;

    /// <summary>How long the end of the process waits for undelivered traces. Default: 10 s.</summary>
    public TimeSpan ExitFlushTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A folder in which traces are kept that a server does not take now, and from which they are delivered later, by this process or the next one with the same destination. Its files are readable
    /// by their owner only. Environment: <c>MLFLOW_TRACING_SPOOL_FOLDER</c>. Default: none, and such traces are lost.
    /// </summary>
    public string? SpoolFolder { get; set; }

    /// <summary>Bytes that the spool of one destination may take; beyond it the oldest traces are dropped, which is counted and reported (MLT462). Default: 1 GiB.</summary>
    public long MaxSpoolBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>How long after its end a trace is kept in the spool; an older one is dropped, which is counted and reported (MLT463). Default: 7 days.</summary>
    public TimeSpan SpoolTtl { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether the disk is made to have what is spooled, some 20 ms later, so that it survives a failure of the machine. It survives the end of the process, however that comes about, either way.
    /// Default <see langword="true"/>.
    /// </summary>
    public bool SpoolFlushesToDisk { get; set; } = true;

    /// <summary>Levels of nesting recorded of a captured value. Default: 16.</summary>
    public int CaptureMaxDepth { get; set; } = 16;

    /// <summary>Items recorded of one captured collection, and members of one object. Default: 200.</summary>
    public int CaptureMaxItems { get; set; } = 200;

    /// <summary>Characters of JSON recorded of one captured value. Default: 100,000. Of calls of language models, see <see cref="CaptureMaxModelCallCharacters"/>.</summary>
    public int CaptureMaxCharacters { get; set; } = 100_000;

    /// <summary>Characters of JSON recorded of the request, and of the answer, of one call of a language model that an integration records; a longer text is cut, and the cut is marked. Default: 1,048,576.</summary>
    public int CaptureMaxModelCallCharacters { get; set; } = 1024 * 1024;

    /// <summary>Time the capture of one value may take on the caller's thread. Default: 20 ms.</summary>
    public TimeSpan CaptureTimeBudget { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Whether media in base64 (data URIs, and the parts of messages to and from OpenAI, Anthropic and Gemini that hold images, audio and files), and bytes that are too many to be shown,
    /// are taken out of values and delivered beside the trace, with a reference in their place. Each <see cref="Attachment"/> is, in any case.
    /// Environment: <c>MLFLOW_TRACE_EXTRACT_ATTACHMENTS</c>. Default <see langword="true"/>.
    /// </summary>
    public bool ExtractAttachments { get; set; } = true;

    /// <summary>
    /// Bytes that one attachment may have; of a larger one the span shows type and size, which is counted and reported (MLT260). Environment: <c>MLFLOW_TRACE_MAX_ATTACHMENT_SIZE</c>.
    /// Default: 64 MiB.
    /// </summary>
    public int MaxAttachmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Bytes of memory that the attachments of all traces may take until they are delivered; of those beyond it spans show type and size, which is counted and reported (MLT261).
    /// Default: 256 MiB.
    /// </summary>
    public long MaxHeldAttachmentBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Run on every recorded span just after it started, in order, on the thread that starts it. What one throws is counted and reported, never passed on.</summary>
    public IList<Action<LiveSpan>> SpanStartProcessors { get; } = [];

    /// <summary>
    /// Metadata of every trace, by its key (see <see cref="Model.TraceMetadataKey"/>). It replaces what the library knows of the program, such as <c>mlflow.user</c>, and gives way to what is said of one trace.
    /// Environment: <c>MLFLOW_ACTIVE_MODEL_ID</c> sets <c>mlflow.modelId</c>; <c>MLFLOW_RUN_CONTEXT</c>, a JSON object, sets the keys of <c>mlflow.user</c> and <c>mlflow.source.*</c>. Default: empty.
    /// </summary>
    public IDictionary<string, string> TraceMetadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether values, texts and messages are recorded. If not, they are not even captured: spans keep their structure, names, types, times,
    /// status codes, types of exceptions, token usage and model names, see <see cref="LiveSpan.WithholdContent"/>. Environment:
    /// <c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c>, as OpenTelemetry defines it for spans. Default: <see langword="true"/>.
    /// </summary>
    public bool CaptureContent { get; set; } = true;

    /// <summary>
    /// Whether a trace's session and user travel along with it to other processes, in the W3C header <c>baggage</c>, and are taken from there.
    /// Everybody on the way can read that header. Default <see langword="false"/>.
    /// </summary>
    public bool PropagateSessionAndUser { get; set; }

    /// <summary>
    /// Run on every recorded span just before it closes, in order, on the thread that ends it: the place to redact. Previews are made after it.
    /// What one throws is counted and reported, never passed on; the span is then delivered as it is, or without its content if the processor
    /// is one of <see cref="MLflow.Tracing.SpanProcessors"/>.
    /// </summary>
    public IList<Action<LiveSpan>> SpanProcessors { get; } = [];

    /// <summary>
    /// Names of <see cref="System.Diagnostics.ActivitySource"/>s whose activities are recorded as spans; one that ends in <c>*</c> stands for all that begin so.
    /// What OpenTelemetry's conventions say about model calls is also said in MLflow's words.
    /// </summary>
    public IList<string> ActivitySources { get; } = [];

    /// <summary>
    /// Whether finished spans are also emitted as activities of the source <c>MLflow.Tracing</c>, for an OpenTelemetry pipeline in the same process. Default <see langword="false"/>.
    /// </summary>
    public bool EmitActivities { get; set; }

    /// <summary>
    /// Whether the calls of language models that any <c>HttpClient</c> of the process makes are recorded from now on, by <c>MLflow.Tracing.Http</c>, which must be beside the program; see <c>docs/integrations/http.md</c>.
    /// Environment: <c>MLFLOW_TRACE_LLM_CALLS</c>. Default <see langword="false"/>.
    /// </summary>
    public bool TraceLlmCalls { get; set; }

    /// <summary>A collector of OpenTelemetry as a destination, in place of the tracking URI or beside it. Default: none, see <see cref="OtlpOptions.TracesEndpoint"/>.</summary>
    public OtlpOptions Otlp { get; } = new();

    /// <summary>Exporters that get every trace besides the destination of <see cref="TrackingUri"/>.</summary>
    public IList<Export.ITraceExporter> Exporters { get; } = [];

    /// <summary>The file that user and password may come from, to be read again when the server refuses them; <see langword="null"/> where they are given otherwise.</summary>
    internal Export.CredentialsFile? CredentialsFile { get; set; }

    /// <summary>Where exporters made from these options count; set by the runtime that uses them.</summary>
    internal TracingMetrics? Metrics { get; set; }

    /// <summary>Checks the values that have limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its limits; the message names them.</exception>
    /// <exception cref="ArgumentException">Two values contradict each other.</exception>
    internal void Validate()
    {
        RecordedArguments.ExperimentId(ExperimentId, nameof(ExperimentId));
        Require(SamplingRatio is >= 0 and <= 1, nameof(SamplingRatio), SamplingRatio, "0 to 1");
        Require(MaxQueueSize >= 1, nameof(MaxQueueSize), MaxQueueSize, "1 or more");
        Require(MaxQueueBytes >= 1, nameof(MaxQueueBytes), MaxQueueBytes, "1 or more");
        Require(QueueFullTimeout is null || (QueueFullTimeout >= TimeSpan.Zero && QueueFullTimeout <= s_longestTimer), nameof(QueueFullTimeout), QueueFullTimeout, "zero to a day, or null");
        Require(MaxConcurrentUploads is >= 1 and <= MostUploads, nameof(MaxConcurrentUploads), MaxConcurrentUploads, "1 to 100");
        Require(MaxSpansPerRequest >= 1, nameof(MaxSpansPerRequest), MaxSpansPerRequest, "1 or more");
        Require(MaxActiveTraces is >= 1 and <= 1_000_000, nameof(MaxActiveTraces), MaxActiveTraces, "1 to 1,000,000");
        Require(MaxSpansPerTrace >= 1, nameof(MaxSpansPerTrace), MaxSpansPerTrace, "1 or more");
        Require(ActiveTraceTtl > TimeSpan.Zero, nameof(ActiveTraceTtl), ActiveTraceTtl, "more than zero");
        Require(TraceTimeout is null || TraceTimeout > TimeSpan.Zero, nameof(TraceTimeout), TraceTimeout, "more than zero");
        Require(OpenChildrenGrace >= TimeSpan.Zero, nameof(OpenChildrenGrace), OpenChildrenGrace, "zero or more");
        Require(ExitFlushTimeout >= TimeSpan.Zero, nameof(ExitFlushTimeout), ExitFlushTimeout, "zero or more");
        Require(SpoolFolder is null || SpoolFolder.Trim().Length > 0, nameof(SpoolFolder), SpoolFolder, "the path of a folder, or null");
        Require(MaxSpoolBytes >= 1, nameof(MaxSpoolBytes), MaxSpoolBytes, "1 or more");
        Require(SpoolTtl > TimeSpan.Zero, nameof(SpoolTtl), SpoolTtl, "more than zero");
        Require(HttpRequestTimeout > TimeSpan.Zero, nameof(HttpRequestTimeout), HttpRequestTimeout, "more than zero");
        Require(HttpRequestMaxRetries is >= 0 and <= MostRetries, nameof(HttpRequestMaxRetries), HttpRequestMaxRetries, "0 to 10");
        Require(HttpRequestBackoff >= TimeSpan.Zero && HttpRequestBackoff <= s_longestTimer, nameof(HttpRequestBackoff), HttpRequestBackoff, "zero to a day");
        Require(HttpRequestBackoffJitter is null || (HttpRequestBackoffJitter >= TimeSpan.Zero && HttpRequestBackoffJitter <= s_longestTimer), nameof(HttpRequestBackoffJitter), HttpRequestBackoffJitter, "zero to a day");
        Require(RetryTimeout >= TimeSpan.Zero, nameof(RetryTimeout), RetryTimeout, "zero or more");
        Require(TraceTimeoutCheckInterval >= s_shortestTimer && TraceTimeoutCheckInterval <= s_longestTimer, nameof(TraceTimeoutCheckInterval), TraceTimeoutCheckInterval, "a millisecond to a day");
        Require(CaptureMaxDepth >= 1, nameof(CaptureMaxDepth), CaptureMaxDepth, "1 or more");
        Require(CaptureMaxItems >= 1, nameof(CaptureMaxItems), CaptureMaxItems, "1 or more");
        Require(CaptureMaxCharacters >= 100, nameof(CaptureMaxCharacters), CaptureMaxCharacters, "100 or more");
        Require(CaptureMaxModelCallCharacters >= 100, nameof(CaptureMaxModelCallCharacters), CaptureMaxModelCallCharacters, "100 or more");
        Require(MaxAttachmentBytes >= 1, nameof(MaxAttachmentBytes), MaxAttachmentBytes, "1 or more");
        Require(MaxHeldAttachmentBytes >= 1, nameof(MaxHeldAttachmentBytes), MaxHeldAttachmentBytes, "1 or more");
        Require(CaptureTimeBudget > TimeSpan.Zero, nameof(CaptureTimeBudget), CaptureTimeBudget, "more than zero");
        Otlp.Validate();
        if (TrackingInsecureTls && TrackingServerCertPath is not null)
        {
            throw new ArgumentException($"MlflowOptions.{nameof(TrackingInsecureTls)} must be false while {nameof(TrackingServerCertPath)} says whom to trust.");
        }
    }

    private static void Require(bool isWithin, string option, object? value, string limits)
    {
        if (!isWithin)
        {
            throw new ArgumentOutOfRangeException(option, value, $"MlflowOptions.{option} must be {limits}.");
        }
    }
}
