using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>
/// An OpenTelemetry collector, or any other receiver of OTLP over HTTP, as a destination of traces; see <see cref="MlflowOptions.Otlp"/>. The environment variables are those that
/// OpenTelemetry's specification defines; a variable for traces beats the one for all signals.
/// </summary>
/// <remarks>
/// With an endpoint in the environment traces go there only, as in Python, unless the tracking URI is given in code, which beats the environment. With both in code traces go to both.
/// <see cref="DualExport"/> says it outright. A trace whose experiment is set, with <see cref="Mlflow.SetDestination"/> say, goes to the tracking URI in any case. Not thread-safe.
/// </remarks>
/// <example>
/// <code>
/// Mlflow.Init("http://localhost:5000", configure: options =>
/// {
///     options.Otlp.TracesEndpoint = "https://collector.example.com/v1/traces";
///     options.Otlp.Headers["api-key"] = Environment.GetEnvironmentVariable("COLLECTOR_KEY") ?? "";
///     options.Otlp.GenAiSemanticConventions = true;
/// });
/// </code>
/// </example>
public sealed class OtlpOptions
{
    /// <summary>The only way of talking to a collector that this library knows: OTLP's protobuf messages over HTTP.</summary>
    internal const string HttpProtobuf = "http/protobuf";

    /// <summary>
    /// The whole address to which traces are posted, <c>http(s)://…</c>. Environment: <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, or <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, to which <c>/v1/traces</c> is
    /// added; neither counts while <c>MLFLOW_ENABLE_OTLP_EXPORTER</c> is <c>false</c> or <c>MLFLOW_TRACING_DESTINATION</c> names an experiment. Default: none.
    /// </summary>
    public string? TracesEndpoint { get; set; }

    /// <summary>HTTP headers that go with every request, credentials for example. Environment: <c>OTEL_EXPORTER_OTLP_TRACES_HEADERS</c>, <c>OTEL_EXPORTER_OTLP_HEADERS</c>. Default: empty.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Time limit of one request. Environment: <c>OTEL_EXPORTER_OTLP_TRACES_TIMEOUT</c>, <c>OTEL_EXPORTER_OTLP_TIMEOUT</c>, in milliseconds. Default: 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether requests are compressed. Environment: <c>OTEL_EXPORTER_OTLP_TRACES_COMPRESSION</c>, <c>OTEL_EXPORTER_OTLP_COMPRESSION</c>, <c>gzip</c> or <c>none</c>. Default <see langword="false"/>.</summary>
    public bool Gzip { get; set; }

    /// <summary>The resource attribute <c>service.name</c>. Environment: <c>OTEL_SERVICE_NAME</c>, else <c>service.name</c> of <c>OTEL_RESOURCE_ATTRIBUTES</c>. Default: the entry assembly's name.</summary>
    public string? ServiceName { get; set; }

    /// <summary>Further attributes of the resource. Environment: <c>OTEL_RESOURCE_ATTRIBUTES</c>. Default: empty.</summary>
    public IDictionary<string, string> ResourceAttributes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether traces go to the tracking URI too (<see langword="true"/>) or to the collector only (<see langword="false"/>, unless the tracking URI is given in code and the endpoint is not).
    /// Environment: <c>MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT</c>. Default <see langword="null"/>: both if both are given in code, and a report (MLT474) when a tracking URI of the environment or of
    /// the woven defaults gets none.
    /// </summary>
    public bool? DualExport { get; set; }

    /// <summary>
    /// Whether spans for collectors also say in the words of OpenTelemetry's conventions for generative AI (<c>gen_ai.*</c>) what they say in MLflow's.
    /// Environment: <c>MLFLOW_ENABLE_OTEL_GENAI_SEMCONV</c>. Default <see langword="false"/>.
    /// </summary>
    public bool GenAiSemanticConventions { get; set; }

    /// <summary>What <c>OTEL_EXPORTER_OTLP_(TRACES_)PROTOCOL</c> says.</summary>
    internal string Protocol { get; set; } = HttpProtobuf;

    /// <summary>Whether <paramref name="text"/> is an address that can be posted to. Credentials have no place in it: addresses are told in messages.</summary>
    internal static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    /// <exception cref="ArgumentException">A value cannot be used. The message has no header's value: it may be a secret.</exception>
    internal void Validate()
    {
        if (TracesEndpoint is not null && !IsAddress(TracesEndpoint))
        {
            throw new ArgumentException($"MlflowOptions.Otlp.{nameof(TracesEndpoint)} must be a complete http or https address, with its path (usually /v1/traces) and without user and password, for which there are headers.");
        }

        if (Headers.FirstOrDefault(static header => !HttpHeader.CanBe(header.Key, header.Value)) is { Key: { } name })
        {
            throw new ArgumentException($"MlflowOptions.Otlp.{nameof(Headers)} has a header that cannot be sent: '{name}'. Names are tokens, and values have no line break.");
        }

        if (Timeout <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(Timeout), Timeout, $"MlflowOptions.Otlp.{nameof(Timeout)} must be more than zero.");
        }
    }
}
