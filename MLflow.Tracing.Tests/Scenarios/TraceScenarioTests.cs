using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>Recorded programs that speak about whole traces, and that look at spans before they are sent.</summary>
[TestClass]
public sealed class TraceScenarioTests
{
    [TestMethod]
    [BothRoutes]
    public async Task S08_update_current_trace(SpanRoute route)
    {
        await using var scenario = new Scenario("08-update-current-trace.json", route);
        var handle = Mlflow.Trace(
            (string msg) =>
            {
                Mlflow.UpdateCurrentTrace(
                    tags: [new("env", "prod"), new("n", "1")],
                    metadata: [new("custom.meta", "m")],
                    sessionId: "sess-1",
                    user: "alice",
                    clientRequestId: "req-42",
                    requestPreview: "REQ",
                    responsePreview: "RESP");
                return "reply";
            },
            name: "handle");

        var result = handle("hello");

        await scenario.AssertSentAsync();
        Assert.AreEqual((string?)scenario.Observed["result"], result);
    }

    [TestMethod]
    public async Task S09_update_current_trace_outside()
    {
        await using var scenario = new Scenario("09-update-current-trace-outside.json", SpanRoute.Artifacts);
        var told = Mlflow.Diagnostics.CountOf("MLT208");

        Mlflow.UpdateCurrentTrace(tags: [new("env", "prod")]);

        Assert.IsNull(Mlflow.CurrentSpan);
        await scenario.AssertSentAsync();
        Assert.HasCount((int)(Mlflow.Diagnostics.CountOf("MLT208") - told), scenario.Golden["consoleOutput"]);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S19_span_hooks(SpanRoute route)
    {
        await using var scenario = new Scenario("19-span-hooks.json", route, options => options.SpanProcessors.Add(span => span.SetOutputs(new { redacted = true })));

        Mlflow.Trace(() => "password=1", name: "secret")();

        await scenario.AssertSentAsync(Difference.Outputs(0, new JObject { ["redacted"] = true }, """{"redacted":true}"""));
    }

    [TestMethod]
    [BothRoutes]
    public async Task S20_session_user_options(SpanRoute route)
    {
        await using var scenario = new Scenario("20-session-user-options.json", route);

        Mlflow.Trace(
            (string m) =>
            {
                Mlflow.UpdateCurrentTrace(sessionId: "s-1", user: "u-1");
                return m;
            },
            name: "h")("x");

        await scenario.AssertSentAsync();
    }

    [TestMethod]
    [BothRoutes]
    public async Task S21_tracing_context(SpanRoute route)
    {
        await using var scenario = new Scenario("21-tracing-context.json", route);
        var inner = Mlflow.Trace((int x) => x, name: "inner");

        using (Mlflow.TracingContext(tags: [new("t", "o")], metadata: [new("a", "1")], sessionId: "outer"))
        {
            using (Mlflow.TracingContext(sessionId: "inner"))
            {
                inner(1);
            }

            using (Mlflow.TracingContext(enabled: false))
            {
                Assert.AreEqual((int)scenario.Observed["whileDisabled"]!, inner(2));
            }
        }

        await scenario.AssertSentAsync();
        Assert.AreEqual(scenario.TraceIds.Single(), Mlflow.LastActiveTraceId);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S24_end_hook_mutation(SpanRoute route)
    {
        await using var scenario = new Scenario("24-end-hook-mutation.json", route, options => options.SpanProcessors.Add(span => span.SetOutputs(new { redacted = true })));

        Mlflow.Trace(() => "password=1", name: "secret")();

        await scenario.AssertSentAsync();
    }
}
