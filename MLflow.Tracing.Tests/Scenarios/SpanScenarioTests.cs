using System.Globalization;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Tests.Wire.Otlp;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>Recorded programs that write spans by hand.</summary>
[TestClass]
public sealed class SpanScenarioTests
{
    [TestMethod]
    [BothRoutes]
    public async Task S05_with_span(SpanRoute route)
    {
        const ulong Big = 12345678901234567890;
        await using var scenario = new Scenario("05-with-span.json", route);

        Mlflow.WithSpan(
            span =>
            {
                span.SetAttribute("custom.obj", new { a = 1, b = new[] { "x" } });
                span.SetAttributes([new("custom.num", 3.5), new("custom.bool", true), new("custom.str", "text"), new("custom.null", null)]);
                span.AddEvent("my_event", [new("k", "v"), new("n", 1)], timeUnixNs: 1_700_000_000_000_000_000);
                return new { @out = "value", date = DateTime.UnixEpoch, big = Big, nan = double.NaN };
            },
            name: "ws",
            spanType: SpanType.Agent,
            inputs: new { q = "x", nested = new { arr = new[] { 1, 2 } } },
            attributes: [new("a1", "v1")]);

        // There one large number makes the whole value unreadable. OTLP has no integers of that size.
        await scenario.AssertSentAsync(Difference.Outputs(
            0,
            new JObject { ["out"] = "value", ["date"] = "1970-01-01T00:00:00Z", ["big"] = route == SpanRoute.Otlp ? $"{Big}" : Big, ["nan"] = "NaN" },
            """{"out":"value","date":"1970-01-01T00:00:00Z","big":12345678901234567890,"nan":"NaN"}"""));
    }

    [TestMethod]
    [BothRoutes]
    public async Task S06_with_span_default_name(SpanRoute route)
    {
        await using var scenario = new Scenario("06-with-span-default-name.json", route);

        var result = Mlflow.WithSpan(_ => 42);

        await scenario.AssertSentAsync();
        Assert.AreEqual((int)scenario.Observed["result"]!, result);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S07_start_span_manual(SpanRoute route)
    {
        await using var scenario = new Scenario("07-start-span-manual.json", route);

        var root = Mlflow.StartSpan("root", SpanType.Chain, new { p = 1 }, startTimeUnixNs: 1_700_000_000_000_000_000);
        var child = Mlflow.StartSpan("child", inputs: "plain string", parent: root, attributes: [new("z", 1)], startTimeUnixNs: 1_700_000_000_500_000_000);
        child.SetOutputs(new[] { "o" });
        child.SetStatus(SpanStatusCode.Error);
        child.EndAt(1_700_000_001_000_000_000);
        child.End();
        child.SetAttribute("late", "yes");
        root.SetOutputs(new { done = true });
        root.EndAt(1_700_000_002_000_000_000);

        Assert.AreEqual(root.SpanId, child.ParentId);
        await scenario.AssertSentAsync(new Difference("[0].spans[0].children[0].attributes", "late", null));
        var info = SentPart.Of(scenario.Server).First().Info!;
        Assert.AreEqual(("2s", "2023-11-14T22:13:20Z"), ((string?)info["execution_duration"], Instant((string)info["request_time"]!)));
        Assert.AreEqual(Instant((string)scenario.Golden.Traces.Single().Info["request_time"]!), Instant((string)info["request_time"]!));

        static string Instant(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S17_child_outlives_root(SpanRoute route)
    {
        await using var scenario = new Scenario("17-child-outlives-root.json", route);

        var root = Mlflow.StartSpan("root");
        var child = Mlflow.StartSpan("late_child", parent: root);
        root.End();
        child.End(outputs: 1);

        await scenario.AssertSentAsync();
    }

    [TestMethod]
    [BothRoutes]
    public async Task S25_chat_preview(SpanRoute route)
    {
        await using var scenario = new Scenario("25-chat-preview.json", route);
        var (first, second) = (scenario.Golden.Traces[0].Data!, scenario.Golden.Traces[1].Data!);

        foreach (var (name, data) in new[] { ("chat", first), ("chat2", second) })
        {
            var span = Mlflow.StartSpan(name, inputs: data.SelectToken("spans[0].attributes['mlflow.spanInputs']"));
            span.End(outputs: data.SelectToken("spans[0].attributes['mlflow.spanOutputs']"));
        }

        await scenario.AssertSentAsync();
    }

    [TestMethod]
    [BothRoutes]
    public async Task S30_falsy_inputs(SpanRoute route)
    {
        await using var scenario = new Scenario("30-falsy-inputs.json", route);

        Mlflow.StartSpan("falsy_0", inputs: 0).End(outputs: 0);
        Mlflow.StartSpan("falsy_\"\"", inputs: "").End(outputs: null);
        Mlflow.StartSpan("falsy_false", inputs: false).End(outputs: null);

        await scenario.AssertSentAsync(
        [
            .. Difference.Inputs(0, 0, "0"),
            .. Difference.Inputs(1, "", "\"\""),
            .. Difference.Outputs(1, JValue.CreateNull(), "null"),
            .. Difference.Inputs(2, false, "false"),
            .. Difference.Outputs(2, JValue.CreateNull(), "null"),
        ]);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S32_set_status_and_exception(SpanRoute route)
    {
        await using var scenario = new Scenario("32-set-status-and-exception.json", route);
        var recorded = new InvalidOperationException("rng");

        Mlflow.WithSpan(
            span =>
            {
                span.SetStatus(SpanStatusCode.Error, "why");
                span.RecordException(recorded);
                return "v";
            },
            name: "s");

        await scenario.AssertSentAsync(Difference.Thrown("[0].spans[0]", recorded));
    }

    [TestMethod]
    public async Task S60_otlp_request_constructed()
    {
        await using var scenario = new Scenario("60-otlp-request-constructed.json", SpanRoute.Otlp);
        var search = Mlflow.Trace((string q) => new[] { new { id = 1, text = "doc" } }, name: "search", spanType: SpanType.Tool);
        var answer = Mlflow.Trace(
            (string question, object opts) =>
            {
                Mlflow.UpdateCurrentTrace(tags: [new("env", "prod")], sessionId: "s-1");
                Mlflow.CurrentSpan!.SetTokenUsage(3, 4);
                Mlflow.CurrentSpan.SetAttributes([new("f", 0.25), new("b", true), new("n", null)]);
                return new { answer = "42", score = search(question).Length };
            },
            name: "answer",
            spanType: SpanType.Chain);

        answer("why?", new { k = new object?[] { 1, "x", null } });

        await Scenario.DeliverAsync();
        var push = ExportRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(Convert.FromBase64String((string)scenario.Golden["bodyBase64"]!));
        var spans = SentPart.SpansOf(push).ToList();
        scenario.AssertSame(Meaning.Of(
        [
            new(spans[0].TraceId, RecordedRequest.StartTrace, null, (JObject)scenario.Golden["traceInfoSentSeparately"]!, []),
            new(spans[0].TraceId, RecordedRequest.PushSpans, null, null, spans),
        ]));
        Assert.AreEqual(((string?)scenario.Golden["httpRequest"]["headers"]!["x-mlflow-experiment-id"]), scenario.Server.Requests[1].Header("x-mlflow-experiment-id"));
    }
}
