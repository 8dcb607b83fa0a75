using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class EnvironmentOptionsTests
{
    private readonly TracingDiagnostics _diagnostics = new() { Output = null };

    [TestMethod]
    public void Variables_are_applied()
    {
        var options = new MlflowOptions { ExperimentId = "woven" };

        Assert.IsTrue(Apply(options, new()
        {
            ["MLFLOW_TRACKING_URI"] = "http://server:5000",
            ["MLFLOW_EXPERIMENT_NAME"] = "bot",
            ["MLFLOW_TRACKING_USERNAME"] = "u",
            ["MLFLOW_TRACKING_PASSWORD"] = "p",
            ["MLFLOW_TRACKING_TOKEN"] = "t",
            ["MLFLOW_WORKSPACE"] = "w",
            ["MLFLOW_TRACE_SAMPLING_RATIO"] = "0.5",
            ["MLFLOW_TRACE_BUFFER_MAX_SIZE"] = "50",
            ["MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE"] = "60",
            ["MLFLOW_TRACING_SPOOL_FOLDER"] = "/var/spool/traces",
            ["MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS"] = "7",
            ["MLFLOW_ASYNC_TRACE_LOGGING_MAX_SPAN_BATCH_SIZE"] = "70",
            ["MLFLOW_TRACE_BUFFER_TTL_SECONDS"] = "60",
            ["MLFLOW_HTTP_REQUEST_TIMEOUT"] = "7",
            ["MLFLOW_TRACE_LLM_CALLS"] = "true",
            ["MLFLOW_TRACE_EXTRACT_ATTACHMENTS"] = "false",
            ["MLFLOW_TRACE_MAX_ATTACHMENT_SIZE"] = "1048576",
        }));

        Assert.AreEqual("http://server:5000", options.TrackingUri);
        Assert.AreEqual("bot", options.ExperimentName);
        Assert.IsNull(options.ExperimentId, "a name in the environment must not lose against a woven id");
        Assert.AreEqual("u", options.TrackingUsername);
        Assert.AreEqual("p", options.TrackingPassword);
        Assert.AreEqual("t", options.TrackingToken);
        Assert.AreEqual("w", options.Workspace);
        Assert.AreEqual(0.5, options.SamplingRatio);
        Assert.AreEqual(50, options.MaxActiveTraces);
        Assert.AreEqual(60, options.MaxQueueSize);
        Assert.AreEqual((7, 70), (options.MaxConcurrentUploads, options.MaxSpansPerRequest));
        Assert.AreEqual("/var/spool/traces", options.SpoolFolder);
        Assert.AreEqual(TimeSpan.FromSeconds(60), options.ActiveTraceTtl);
        Assert.AreEqual(TimeSpan.FromSeconds(7), options.HttpRequestTimeout);
        Assert.IsTrue(options.TraceLlmCalls);
        Assert.IsFalse(options.ExtractAttachments);
        Assert.AreEqual(1_048_576, options.MaxAttachmentBytes);
    }

    [TestMethod]
    [DataRow("true", true)]
    [DataRow("SPAN_ONLY", true)]
    [DataRow("span_and_event", true)]
    [DataRow("false", false)]
    [DataRow("NO_CONTENT", false)]
    [DataRow("event_only", false)]
    public void Consent_to_content_is_read_as_OpenTelemetry_means_it_for_spans(string value, bool isCaptured)
    {
        var options = new MlflowOptions { CaptureContent = !isCaptured };

        Assert.IsTrue(Apply(options, new() { ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = value }));

        Assert.AreEqual(isCaptured, options.CaptureContent);
    }

    [TestMethod]
    public void Consent_that_nobody_understands_is_none_and_reported()
    {
        var options = new MlflowOptions();

        Assert.IsTrue(Apply(options, new() { ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "sometimes" }));

        Assert.IsFalse(options.CaptureContent);
        Assert.AreEqual(1, _diagnostics.CountOf("MLT232"));
    }

    [TestMethod]
    [DataRow("MLFLOW_TRACE_SAMPLING_RATIO", "1.5")]
    [DataRow("MLFLOW_TRACE_SAMPLING_RATIO", "half")]
    [DataRow("MLFLOW_TRACE_BUFFER_MAX_SIZE", "0")]
    [DataRow("MLFLOW_TRACE_BUFFER_MAX_SIZE", "1.5")]
    [DataRow("MLFLOW_TRACE_BUFFER_TTL_SECONDS", "-1")]
    [DataRow("MLFLOW_TRACE_TIMEOUT_SECONDS", "0")]
    [DataRow("MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS", "1000000")]
    [DataRow("MLFLOW_TRACING_ENABLED", "maybe")]
    [DataRow("MLFLOW_TRACING_DESTINATION", "catalog.schema.")]
    [DataRow("MLFLOW_EXPERIMENT_ID", "a.b.c.d")]
    [DataRow("MLFLOW_TRACKING_INSECURE_TLS", "yes please")]
    [DataRow("MLFLOW_HTTP_REQUEST_TIMEOUT", "2 minutes")]
    [DataRow("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "11")]
    [DataRow("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "-2")]
    [DataRow("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", "NaN")]
    [DataRow("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", "2")]
    [DataRow("MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT", "long")]
    [DataRow("MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE", "0")]
    [DataRow("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", "both")]
    [DataRow("MLFLOW_ENABLE_OTLP_EXPORTER", "no")]
    [DataRow("MLFLOW_ENABLE_OTEL_GENAI_SEMCONV", "yes")]
    [DataRow("MLFLOW_RUN_CONTEXT", "mlflow.user=me")]
    [DataRow("MLFLOW_RUN_CONTEXT", """{"mlflow.user":{"name":"me"}}""")]
    public void Wrong_value_is_reported_and_tracing_stays_off(string variable, string value)
    {
        TracingDiagnostic? reported = null;
        _diagnostics.Reported += diagnostic => reported = diagnostic;

        Assert.IsFalse(Apply(new MlflowOptions(), new() { [variable] = value }));

        Assert.AreEqual("MLT104", reported?.Id);
        Assert.Contains(variable, reported!.Message);
        Assert.Contains(value, reported.Message);
    }

    [TestMethod]
    [DataRow("MLFLOW_TRACKING_TOKEN")]
    [DataRow("MLFLOW_EXPERIMENT_ID")]
    [DataRow("MLFLOW_TRACING_DESTINATION")]
    [DataRow("MLFLOW_WORKSPACE")]
    public void Value_that_would_break_a_header_is_refused_and_not_repeated(string variable)
    {
        TracingDiagnostic? reported = null;
        _diagnostics.Reported += diagnostic => reported = diagnostic;

        Assert.IsFalse(Apply(new MlflowOptions(), new() { [variable] = "hush\r\nX-Other: 1" }));

        Assert.AreEqual("MLT104", reported?.Id);
        Assert.DoesNotContain("hush", reported!.Message);
    }

    [TestMethod]
    public void Certificate_to_trust_and_trust_in_everybody_contradict_each_other()
    {
        Assert.IsFalse(Apply(new MlflowOptions(), new() { ["MLFLOW_TRACKING_INSECURE_TLS"] = "true", ["MLFLOW_TRACKING_SERVER_CERT_PATH"] = "/ca.pem" }));
        Assert.AreEqual(1, _diagnostics.CountOf("MLT104"));

        var thrown = Assert.ThrowsExactly<ArgumentException>(() => new MlflowOptions { TrackingInsecureTls = true, TrackingServerCertPath = "/ca.pem" }.Validate());
        Assert.Contains("TrackingInsecureTls must be false", thrown.Message);
    }

    [TestMethod]
    [DataRow("MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", "false", "true")]
    [DataRow("MLFLOW_TRACKING_AWS_SIGV4", "true", "false")]
    [DataRow("MLFLOW_USE_DEFAULT_TRACER_PROVIDER", "false", "true")]
    [DataRow("MLFLOW_TRACKING_AUTH", "kerberos", "")]
    public void Variable_that_asks_for_what_is_not_there_is_reported(string variable, string asks, string doesNot)
    {
        TracingDiagnostic? reported = null;
        _diagnostics.Reported += diagnostic => reported = diagnostic;

        new EnvironmentOptions(name => name == variable ? doesNot : null, _diagnostics).ReportUnheeded();
        Assert.IsNull(reported);

        new EnvironmentOptions(name => name == variable ? asks : null, _diagnostics).ReportUnheeded();
        Assert.AreEqual("MLT106", reported?.Id);
        Assert.Contains(variable, reported!.Message);
        Assert.IsTrue(Apply(new MlflowOptions(), new() { [variable] = asks }), "It is no reason not to trace.");
    }

    [TestMethod]
    public async Task Active_model_and_run_context_are_metadata_of_every_trace()
    {
        using var session = new RecordingSession(options => Apply(options, new()
        {
            ["MLFLOW_ACTIVE_MODEL_ID"] = "m-1",
            ["MLFLOW_RUN_CONTEXT"] = """{"mlflow.user":"scheduler","mlflow.source.type":"JOB","mlflow.source.git.dirty":true,"team":"search"}""",
        }));
        Mlflow.StartSpan("work").End();

        var metadata = (await session.SingleTraceAsync()).Info.Metadata;

        Assert.AreEqual("m-1", metadata["mlflow.modelId"]);
        Assert.AreEqual("scheduler", metadata["mlflow.user"]);
        Assert.AreEqual("JOB", metadata["mlflow.source.type"]);
        Assert.AreEqual("true", metadata["mlflow.source.git.dirty"]);
        Assert.IsFalse(metadata.ContainsKey("team"), "As in Python, the rest is for runs.");
    }

    [TestMethod]
    public async Task Check_interval_decides_when_a_trace_over_its_limit_is_ended()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var session = new RecordingSession(options =>
        {
            options.TraceTimeoutCheckInterval = TimeSpan.FromDays(1);
            Apply(options, new() { ["MLFLOW_TRACE_TIMEOUT_SECONDS"] = "0.001", ["MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS"] = "0.01" });
        });
        session.Diagnostics.Reported += _ => ended.TrySetResult();

        Mlflow.StartSpan("endless");

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT203"));
    }

    [TestMethod]
    public async Task Destination_of_traces_beats_the_experiment()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address, With(new()
        {
            ["MLFLOW_EXPERIMENT_ID"] = "1",
            ["MLFLOW_EXPERIMENT_NAME"] = "bot",
            ["MLFLOW_TRACING_DESTINATION"] = "42",
        }));

        await run.DeliverAsync(SampleTrace.Create());

        Assert.AreEqual("42", (string?)server.Requests[0].Json.SelectToken("trace.trace_info.trace_location.mlflow_experiment.experiment_id"));
    }

    [TestMethod]
    public async Task Retries_and_pauses_are_those_of_the_environment()
    {
        await using var server = new RecordingServer(_ => new ScriptedReply(503) { Headers = new Dictionary<string, string> { ["Retry-After"] = "20" } });
        using var patient = new ExportRun(server.Address, With(new() { ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "2", ["MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR"] = "3", ["MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER"] = "false" }));
        using var obedient = new ExportRun(server.Address, With(new() { ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1" }));
        using var hasty = new ExportRun(server.Address, With(new() { ["MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT"] = "0" }));

        await patient.SendAsync(SampleTrace.Create(1));
        await obedient.SendAsync(SampleTrace.Create(2));
        await hasty.SendAsync(SampleTrace.Create(3));

        CollectionAssert.AreEqual(new[] { 3.0, 6 }, patient.Pauses.Select(static pause => pause.TotalSeconds).ToArray());
        CollectionAssert.AreEqual(new[] { 20.0 }, obedient.Pauses.Select(static pause => pause.TotalSeconds).ToArray());
        Assert.IsEmpty(hasty.Pauses);
        Assert.AreEqual(TimeSpan.FromSeconds(5), With(new() { ["MLFLOW_HTTP_REQUEST_BACKOFF_JITTER"] = "5" }).HttpRequestBackoffJitter);
    }

    [TestMethod]
    public void Switching_off_wins_and_is_no_complaint()
    {
        Assert.IsFalse(Apply(new MlflowOptions(), new() { ["MLFLOW_TRACING_ENABLED"] = "false", ["MLFLOW_TRACKING_URI"] = "http://s" }));
        Assert.IsEmpty(_diagnostics.Counts);
    }

    [TestMethod]
    public void Wrong_argument_of_init_names_option_and_limits()
    {
        var thrown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mlflow.Init(configure: options => options.SamplingRatio = 2));

        Assert.Contains("SamplingRatio must be 0 to 1", thrown.Message);
    }

    private MlflowOptions With(Dictionary<string, string> variables)
    {
        var options = new MlflowOptions();
        Assert.IsTrue(Apply(options, variables));
        return options;
    }

    private bool Apply(MlflowOptions options, Dictionary<string, string> variables)
        => new EnvironmentOptions(name => variables.GetValueOrDefault(name), _diagnostics).ApplyTo(options);
}
