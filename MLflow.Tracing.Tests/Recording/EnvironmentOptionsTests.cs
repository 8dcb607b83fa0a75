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
            ["MLFLOW_TRACE_SAMPLING_RATIO"] = "0.5",
            ["MLFLOW_TRACE_BUFFER_TTL_SECONDS"] = "60",
            ["MLFLOW_HTTP_REQUEST_TIMEOUT"] = "7",
        }));

        Assert.AreEqual("http://server:5000", options.TrackingUri);
        Assert.AreEqual("bot", options.ExperimentName);
        Assert.IsNull(options.ExperimentId, "a name in the environment must not lose against a woven id");
        Assert.AreEqual("u", options.TrackingUsername);
        Assert.AreEqual("p", options.TrackingPassword);
        Assert.AreEqual(0.5, options.SamplingRatio);
        Assert.AreEqual(TimeSpan.FromSeconds(60), options.ActiveTraceTtl);
        Assert.AreEqual(TimeSpan.FromSeconds(7), options.HttpRequestTimeout);
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
    [DataRow("MLFLOW_TRACING_ENABLED", "maybe")]
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

    private bool Apply(MlflowOptions options, Dictionary<string, string> variables)
        => new EnvironmentOptions(name => variables.GetValueOrDefault(name), _diagnostics).ApplyTo(options);
}
