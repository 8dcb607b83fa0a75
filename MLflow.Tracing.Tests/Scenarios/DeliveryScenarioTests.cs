using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>Recorded programs that are about the way to the server and back.</summary>
[TestClass]
public sealed class DeliveryScenarioTests
{
    [TestMethod]
    [BothRoutes]
    public async Task S14_basic_auth(SpanRoute route)
    {
        await using var scenario = new Scenario("14-basic-auth.json", route, options => (options.TrackingUsername, options.TrackingPassword) = ("user", "pass"));

        Mlflow.Trace(() => 1, name: "f")();

        await scenario.AssertSentAsync();
    }

    [TestMethod]
    [BothRoutes]
    public async Task S15_server_500(SpanRoute route)
    {
        await using var scenario = new Scenario(
            "15-server-500.json",
            route,
            options => (options.HttpRequestMaxRetries, options.HttpRequestBackoff) = (1, TimeSpan.Zero),
            _ => ScriptedReply.Error(500, "INTERNAL_ERROR", "boom"));
        var told = Mlflow.Diagnostics.CountOf("MLT412");

        var result = Mlflow.Trace(() => 1, name: "f")();

        // The one thing that differs: it is asked again.
        var once = new JObject { ["route"] = RecordedRequest.StartTrace };
        await scenario.AssertSentAsync(new Difference("[0]", "requests", new JArray(once, once)));
        Assert.AreEqual((int)scenario.Observed["result"]!, result);
        Assert.AreEqual(1, Mlflow.Diagnostics.CountOf("MLT412") - told);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S16_get_trace(SpanRoute route)
    {
        // What was sent is what the server has.
        Scenario? running = null;
        await using var scenario = new Scenario("16-get-trace.json", route, script: request => request switch
        {
            { Method: "GET" } when request.Path.EndsWith("traces.json", StringComparison.Ordinal) => new ScriptedReply(200, running!.Golden.Traces[0].Data!.ToString()),
            { Method: "GET" } => new ScriptedReply(200, Stored(running!).ToString()),
            _ => null,
        });
        running = scenario;

        Mlflow.Trace((string a) => new { r = a }, name: "f")("in");
        await scenario.AssertSentAsync();
        var trace = await Mlflow.GetTraceAsync(scenario.TraceIds.Single());

        CollectionAssert.AreEqual(
            scenario.Golden.Requests.Skip(2).Select(request => ((string)request["path"]!).Replace((string)scenario.Observed["info"]!["trace_id"]!, scenario.TraceIds.Single(), StringComparison.Ordinal)).ToArray(),
            scenario.Server.Requests.Skip(2).Select(request => request.Path).ToArray());
        Assert.IsTrue(JToken.DeepEquals(Meaning.OfInfo((JObject)scenario.Observed["info"]!)["metadata"], Meaning.OfInfo((JObject)Stored(scenario).SelectToken("trace.trace_info")!)["metadata"]));
        CollectionAssert.AreEqual(scenario.Observed["spanNames"]!.Values<string>().ToArray(), trace!.Spans.Select(span => span.Name).ToArray());
        Assert.IsTrue(JToken.DeepEquals(scenario.Observed["inputs"], SentSpan.Parsed(trace.Spans[0].Inputs!)), trace.Spans[0].Inputs);
        Assert.IsTrue(JToken.DeepEquals(scenario.Observed["outputs"], SentSpan.Parsed(trace.Spans[0].Outputs!)), trace.Spans[0].Outputs);

        static JObject Stored(Scenario scenario)
        {
            var started = scenario.Server.Requests[0].Json;
            started.SelectToken("trace.trace_info.tags")!["mlflow.artifactLocation"] = $"mlflow-artifacts:/123/traces/{scenario.TraceIds.Single()}/artifacts";
            return started;
        }
    }

    [TestMethod]
    [BothRoutes]
    public async Task S22_bearer_token(SpanRoute route)
    {
        await using var scenario = new Scenario("22-bearer-token.json", route, options => options.TrackingToken = "tok123");

        Mlflow.Trace(() => 1, name: "f")();

        await scenario.AssertSentAsync();
    }

    [TestMethod]
    [BothRoutes]
    public async Task S23_basic_wins_over_token(SpanRoute route)
    {
        await using var scenario = new Scenario(
            "23-basic-wins-over-token.json",
            route,
            options => (options.TrackingUsername, options.TrackingPassword, options.TrackingToken) = ("u", "p", "tok123"));

        Mlflow.Trace(() => 1, name: "f")();

        await scenario.AssertSentAsync();
    }

    [TestMethod]
    public void S26_init_errors()
    {
        var refused = Golden.Load("26-init-errors.json")["observedByCaller"];
        Assert.Contains("26", ScenarioPage.Records);

        // Refused there and here, and both name what was given.
        Assert.Contains("'ftp://x'", (string)refused["bad uri"]!);
        Assert.Contains("'ftp://x'", Assert.ThrowsExactly<ArgumentException>(() => Mlflow.Init("ftp://x", experimentId: "123")).Message);

        // Refused there: here there are a default URI, a default experiment, and a store behind file URIs; an id that is no text does not compile.
        CollectionAssert.AreEqual(new[] { "no uri", "no experiment", "bad uri", "numeric id", "file uri" }, ((JObject)refused).Properties().Select(property => property.Name).ToArray());
        using var folder = new Export.StoreFolder();
        try
        {
            Mlflow.Init($"file:{folder.Path}");
            Mlflow.Trace(() => 1, name: "f")();
        }
        finally
        {
            Mlflow.Use(null);
        }

        Assert.IsNotEmpty(Directory.GetFiles(folder.Path, "traces-*.jsonl"));
    }

    [TestMethod]
    public async Task S27_databricks_credentials_upload()
    {
        RecordingServer? workspace = null;
        await using var scenario = new Scenario(
            "27-databricks-credentials-upload.json",
            SpanRoute.Artifacts,
            script: request => request switch
            {
                { Method: "GET" } => new ScriptedReply(200, $$$"""{"credential_info":{"type":"AWS_PRESIGNED_URL","signed_uri":"{{{workspace!.Address}}}/signed/upload?sig=abc","headers":[{"name":"x-amz-extra","value":"v"}]}}"""),
                _ => null,
            });
        workspace = scenario.Server;
        using var host = new EnvironmentVariable("DATABRICKS_HOST", workspace.Address);
        using var token = new EnvironmentVariable("DATABRICKS_TOKEN", "dapi-test");
        Mlflow.Init("databricks", experimentId: "123");

        Mlflow.Trace((string a) => a, name: "f")("x");

        await scenario.AssertSentAsync();
        var recorded = scenario.Golden.Requests;
        var traceId = (string)scenario.Golden.Traces[0].Info["trace_id"]!;
        CollectionAssert.AreEqual(
            recorded.Select(request => $"{request["method"]} {request["path"]}".Replace(traceId, scenario.TraceIds.Single(), StringComparison.Ordinal)).ToArray(),
            scenario.Server.Routes.ToArray());
        for (var i = 0; i < recorded.Count; i++)
        {
            Assert.AreEqual(scenario.Golden.Header(i, "authorization"), scenario.Server.Requests[i].Header("Authorization"));
            Assert.AreEqual(scenario.Golden.Header(i, "x-amz-extra"), scenario.Server.Requests[i].Header("x-amz-extra"));
        }
    }
}
