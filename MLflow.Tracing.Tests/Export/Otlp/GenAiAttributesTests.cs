using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Export.Otlp;

[TestClass]
public sealed class GenAiAttributesTests
{
    [TestMethod]
    public async Task Model_call_in_our_words_is_one_in_those_of_OpenTelemetry()
    {
        var options = new MlflowOptions();
        Assert.IsTrue(new EnvironmentOptions(static name => name == "MLFLOW_ENABLE_OTEL_GENAI_SEMCONV" ? "true" : null, new TracingDiagnostics { Output = null }).ApplyTo(options));

        var sent = await SendAsync(
            options.Otlp.GenAiSemanticConventions,
            ("mlflow.spanType", "\"CHAT_MODEL\""),
            ("mlflow.llm.model", "\"gpt\""),
            ("mlflow.llm.provider", "\"openai\""),
            ("mlflow.chat.tokenUsage", """{"input_tokens":7,"output_tokens":2,"total_tokens":9,"cache_read_input_tokens":5}"""),
            ("mlflow.spanInputs", """{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]}"""),
            ("mlflow.spanOutputs", """{"choices":[{"message":{"role":"assistant","content":"Hello"}}]}"""));

        Assert.AreEqual("chat", sent["gen_ai.operation.name"]);
        Assert.AreEqual("gpt", sent["gen_ai.request.model"]);
        Assert.AreEqual("openai", sent["gen_ai.provider.name"]);
        Assert.AreEqual("7", sent["gen_ai.usage.input_tokens"]);
        Assert.AreEqual("2", sent["gen_ai.usage.output_tokens"]);
        Assert.AreEqual("5", sent["gen_ai.usage.cache_read.input_tokens"]);
        AssertMessages("""[{"role":"system","parts":[{"type":"text","content":"Be kind."}]},{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""", sent["gen_ai.input.messages"]);
        AssertMessages("""[{"role":"assistant","parts":[{"type":"text","content":"Hello"}]}]""", sent["gen_ai.output.messages"]);
        Assert.AreEqual("CHAT_MODEL", sent["mlflow.spanType"], "MLflow's words stay");
    }

    [TestMethod]
    [DataRow("\"Hi\"", """[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""")]
    [DataRow("""{"prompt":"Hi"}""", """[{"role":"user","parts":[{"type":"text","content":"{\"prompt\":\"Hi\"}"}]}]""")]
    [DataRow("""[{"role":"user","content":[{"type":"image_url","image_url":"x"}]}]""", """[{"role":"user","parts":[{"type":"text","content":"[{\"type\":\"image_url\",\"image_url\":\"x\"}]"}]}]""")]
    [DataRow("""[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""", """[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""")]
    [DataRow("not json", """[{"role":"user","parts":[{"type":"text","content":"not json"}]}]""")]
    public async Task Inputs_of_any_form_become_messages(string inputs, string expected)
        => AssertMessages(expected, (await SendAsync(true, ("mlflow.spanType", "\"LLM\""), ("mlflow.spanInputs", inputs)))["gen_ai.input.messages"]);

    [TestMethod]
    public async Task Tool_has_arguments_and_result()
    {
        var sent = await SendAsync(true, ("mlflow.spanType", "\"TOOL\""), ("mlflow.spanInputs", """{"city":"Ulm"}"""), ("mlflow.spanOutputs", "\"sunny\""));

        Assert.AreEqual("execute_tool", sent["gen_ai.operation.name"]);
        Assert.AreEqual("answer", sent["gen_ai.tool.name"]);
        Assert.AreEqual("""{"city":"Ulm"}""", sent["gen_ai.tool.call.arguments"]);
        Assert.AreEqual("sunny", sent["gen_ai.tool.call.result"]);
    }

    [TestMethod]
    public async Task Span_says_nothing_twice_and_nothing_at_all_unless_asked()
    {
        var own = await SendAsync(true, ("mlflow.spanType", "\"AGENT\""), ("gen_ai.operation.name", "\"create_agent\""), ("mlflow.llm.model", "\"gpt\""));
        var plain = await SendAsync(false, ("mlflow.spanType", "\"AGENT\""), ("mlflow.llm.model", "\"gpt\""));
        var other = await SendAsync(true, ("mlflow.spanType", "\"PARSER\""), ("mlflow.spanInputs", "1"));

        Assert.AreEqual("create_agent", own["gen_ai.operation.name"]);
        Assert.AreEqual("gpt", own["gen_ai.request.model"]);
        Assert.IsFalse(plain.Keys.Concat(other.Keys).Any(static key => key.StartsWith("gen_ai.", StringComparison.Ordinal)));
    }

    private static async Task<Dictionary<string, string>> SendAsync(bool withGenAi, params (string Name, string Json)[] attributes)
    {
        await using var collector = new RecordingServer();
        using var run = new CollectorRun(collector.Address + "/v1/traces", options => options.GenAiSemanticConventions = withGenAi);
        await run.SendAsync(SampleTrace.Create(1, attributes));
        return collector.Requests.Single().Otlp.ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes
            .ToDictionary(static pair => pair.Key, static pair => pair.Value.HasIntValue ? $"{pair.Value.IntValue}" : pair.Value.StringValue);
    }

    private static void AssertMessages(string expected, string sent) => Assert.IsTrue(JToken.DeepEquals(JToken.Parse(expected), JToken.Parse(sent)), sent);
}
