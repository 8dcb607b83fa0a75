namespace MLflow.Tracing.Tests.Export.Otlp;

[TestClass]
public sealed class OtlpEnvironmentTests
{
    private readonly TracingDiagnostics _diagnostics = new() { Output = null };

    [TestMethod]
    public void Variables_are_applied_as_the_specification_defines_them()
    {
        var options = Read(new()
        {
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "https://traces.example/ingest",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "https://all.example",
            ["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] = "api-key=a%20b%2Cc , Authorization=Basic%20dXNlcjpwYXNz==",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "other=1",
            ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"] = "2500",
            ["OTEL_EXPORTER_OTLP_TRACES_COMPRESSION"] = "gzip",
            ["OTEL_SERVICE_NAME"] = "bot",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=other,deployment.environment=st%C3%A4ging,",
        });

        Assert.AreEqual("https://traces.example/ingest", options.TracesEndpoint);
        CollectionAssert.AreEquivalent(new Dictionary<string, string> { ["api-key"] = "a b,c", ["Authorization"] = "Basic dXNlcjpwYXNz==" }, options.Headers.ToDictionary());
        Assert.AreEqual("http/protobuf", options.Protocol);
        Assert.AreEqual(TimeSpan.FromMilliseconds(2500), options.Timeout);
        Assert.IsTrue(options.Gzip);
        Assert.AreEqual("bot", options.ServiceName);
        CollectionAssert.AreEquivalent(new Dictionary<string, string> { ["deployment.environment"] = "stäging" }, options.ResourceAttributes.ToDictionary());
        Assert.IsEmpty(_diagnostics.Counts);
    }

    [TestMethod]
    public void Variable_for_all_signals_counts_without_one_for_traces()
    {
        var options = Read(new()
        {
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "k=v",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1",
            ["OTEL_EXPORTER_OTLP_COMPRESSION"] = "none",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=other",
        });

        Assert.AreEqual("v", options.Headers["k"]);
        Assert.AreEqual("grpc", options.Protocol);
        Assert.AreEqual(TimeSpan.FromMilliseconds(1), options.Timeout);
        Assert.IsFalse(options.Gzip);
        Assert.AreEqual("other", options.ServiceName);
        Assert.IsEmpty(options.ResourceAttributes);
    }

    [TestMethod]
    [DataRow("http://collector:4318", "http://collector:4318/v1/traces")]
    [DataRow("http://collector:4318/", "http://collector:4318/v1/traces")]
    [DataRow("https://collector/otlp/", "https://collector/otlp/v1/traces")]
    public void Endpoint_of_all_signals_gets_the_path_of_traces(string endpoint, string expected)
        => Assert.AreEqual(expected, Read(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint }).TracesEndpoint);

    [TestMethod]
    [DataRow("MLFLOW_ENABLE_OTLP_EXPORTER", "false", false)]
    [DataRow("MLFLOW_ENABLE_OTLP_EXPORTER", "true", true)]
    [DataRow("MLFLOW_TRACING_DESTINATION", "42", false)]
    public void Endpoint_does_not_count_when_the_exporter_is_off_or_an_experiment_is_the_destination(string variable, string value, bool counts)
        => Assert.AreEqual(counts, Read(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://c", [variable] = value }).TracesEndpoint is not null);

    [TestMethod]
    [DataRow("true", true)]
    [DataRow("0", false)]
    public void Dual_export_is_read(string value, bool expected) => Assert.AreEqual(expected, Read(new() { ["MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT"] = value }).DualExport);

    [TestMethod]
    [DataRow("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector:s3cr3t")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT", "/s3cr3t")]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT", "http://user:s3cr3t@collector")]
    [DataRow("OTEL_EXPORTER_OTLP_HEADERS", "s3cr3t")]
    [DataRow("OTEL_EXPORTER_OTLP_HEADERS", "good=1,bad name=s3cr3t")]
    [DataRow("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "key=s3cr3t%0A")]
    [DataRow("OTEL_EXPORTER_OTLP_TIMEOUT", "10s3cr3t")]
    [DataRow("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "0")]
    [DataRow("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd-s3cr3t")]
    [DataRow("OTEL_RESOURCE_ATTRIBUTES", "s3cr3t")]
    public void Wrong_variable_is_ignored_and_reported_without_its_text(string variable, string value)
    {
        TracingDiagnostic? reported = null;
        _diagnostics.Reported += diagnostic => reported = diagnostic;

        var options = Read(new() { [variable] = value });

        Assert.AreEqual("MLT471", reported?.Id);
        Assert.Contains(variable, reported!.Message);
        Assert.DoesNotContain("s3cr3t", reported.Message);
        Assert.IsNull(options.TracesEndpoint);
        Assert.IsEmpty(options.Headers);
        Assert.AreEqual(TimeSpan.FromSeconds(10), options.Timeout);
    }

    [TestMethod]
    public void Wrong_option_of_the_program_throws_and_does_not_repeat_a_header()
    {
        Assert.Contains("TracesEndpoint", Assert.ThrowsExactly<ArgumentException>(static () => new MlflowOptions { Otlp = { TracesEndpoint = "collector:4318" } }.Validate()).Message);
        var thrown = Assert.ThrowsExactly<ArgumentException>(static () => new MlflowOptions { Otlp = { Headers = { ["key"] = "s3cr3t\n" } } }.Validate());
        Assert.Contains("'key'", thrown.Message);
        Assert.DoesNotContain("s3cr3t", thrown.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(static () => new MlflowOptions { Otlp = { Timeout = TimeSpan.Zero } }.Validate());
    }

    private OtlpOptions Read(Dictionary<string, string> variables)
    {
        var options = new MlflowOptions();
        Assert.IsTrue(new EnvironmentOptions(name => variables.GetValueOrDefault(name), _diagnostics).ApplyTo(options), "It is no reason not to trace.");
        return options.Otlp;
    }
}
