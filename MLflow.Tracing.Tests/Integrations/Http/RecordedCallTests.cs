using System.Text;
using MLflow.Tracing.Http;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Http;

/// <summary>
/// What the TypeScript SDK recorded of vendors' clients (<c>Golden</c>), and what is recorded here of the same calls in HTTP. The vendors' answers are taken from the records; members that the
/// vendor's client for TypeScript adds to them are left out.
/// </summary>
[TestClass]
public sealed class RecordedCallTests
{
    private static readonly string[] s_addedByClients = ["output_text", "sdkHttpResponse", "stop_details", "parsed_output"];

    [TestMethod]
    public Task S40_openai_chat() => CompareAsync("40-openai-chat.json", "/v1/chat/completions");

    [TestMethod]
    public Task S41_openai_chat_inside_trace() => CompareAsync("41-openai-chat-inside-trace.json", "/v1/chat/completions");

    [TestMethod]
    public Task S42_openai_embeddings() => CompareAsync("42-openai-embeddings.json", "/v1/embeddings");

    [TestMethod]
    public Task S43_openai_responses() => CompareAsync("43-openai-responses.json", "/v1/responses");

    [TestMethod]
    public Task S44_openai_error() => CompareAsync("44-openai-error.json", "/v1/chat/completions");

    [TestMethod]
    public Task S46_anthropic_create() => CompareAsync("46-anthropic-create.json", "/v1/messages");

    [TestMethod]
    public Task S47_anthropic_stream_iterate() => CompareAsync("47-anthropic-stream-iterate.json", "/v1/messages", Streamed);

    [TestMethod]
    public Task S48_anthropic_stream_final() => CompareAsync("48-anthropic-stream-final.json", "/v1/messages", Streamed);

    [TestMethod]
    public Task S49_gemini_generate() => CompareAsync("49-gemini-generate.json", "/v1beta/models/gemini-x:generateContent");

    private static async Task CompareAsync(string file, string path, Func<JObject, Answer>? answer = null)
    {
        var (info, data) = Golden.Load(file).Traces.Single();
        var recorded = (JObject)data!["spans"]!.Last!;
        var attributes = (JObject)recorded["attributes"]!;
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(attributes["mlflow.spanOutputs"] is { } outputs ? (answer ?? Whole)((JObject)WithoutAdditions(Value(outputs))) : Answer.Of("openai-error.json") with { Status = 404 });

        await CallAsync(simulator, path, Value(attributes["mlflow.spanInputs"]!));

        var trace = await session.SingleTraceAsync();
        var span = trace.Spans.Single();
        Assert.AreEqual((string?)recorded["name"], span.Name);
        Assert.AreEqual(StatusOf(recorded), span.Status);
        CollectionAssert.AreEqual(NamesOfEvents(recorded), span.Events.Where(e => e.Name == "exception").Select(e => e.Name).ToList());
        foreach (var key in new[] { "mlflow.spanType", "mlflow.spanInputs", "mlflow.spanOutputs", "mlflow.message.format" })
        {
            // what failed has no answer there; here it is what the vendor said
            if (attributes[key] is { } expected)
            {
                var (there, here) = (WithoutAdditions(Value(expected)), JToken.Parse(span.Attributes[key]));
                Assert.IsTrue(JToken.DeepEquals(there, here), $"{key}: {there}\n{here}");
            }
        }

        AssertUsage(attributes["mlflow.chat.tokenUsage"], span.Attributes.GetValueOrDefault("mlflow.chat.tokenUsage"));
        if (data["spans"]!.Count() == 1)
        {
            Assert.AreEqual((string?)info["request_preview"], trace.Info.RequestPreview);
        }
    }

    // tokens read from a cache, or written to one, are told here and not there
    private static void AssertUsage(JToken? there, string? here)
    {
        if (there is null)
        {
            Assert.IsNull(here);
            return;
        }

        var usage = JObject.Parse(here!);
        foreach (var (name, count) in (JObject)Value(there))
        {
            Assert.AreEqual((long)count!, (long)usage[name]!, name);
        }
    }

    private static async Task CallAsync(Simulator simulator, string path, JToken inputs)
    {
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(simulator.Address, path)) { Content = new StringContent(inputs.ToString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
    }

    private static Answer Whole(JObject message) => Answer.Text(message.ToString());

    // the message as Anthropic streams it
    private static Answer Streamed(JObject message)
    {
        var begun = (JObject)message.DeepClone();
        begun["content"] = new JArray();
        begun["stop_reason"] = null;
        begun["usage"]!["output_tokens"] = 1;
        JObject[] events =
        [
            new() { ["type"] = "message_start", ["message"] = begun },
            new() { ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = new JObject { ["type"] = "text", ["text"] = "" } },
            .. ((string)message["content"]![0]!["text"]!).Split(' ').Select((word, index) => new JObject
            {
                ["type"] = "content_block_delta",
                ["index"] = 0,
                ["delta"] = new JObject { ["type"] = "text_delta", ["text"] = (index == 0 ? "" : " ") + word },
            }),
            new() { ["type"] = "message_delta", ["delta"] = new JObject { ["stop_reason"] = message["stop_reason"] }, ["usage"] = new JObject { ["output_tokens"] = message["usage"]!["output_tokens"] } },
            new() { ["type"] = "message_stop" },
        ];
        return Answer.Text(string.Concat(events.Select(e => $"event: {e["type"]}\ndata: {e.ToString(Newtonsoft.Json.Formatting.None)}\n\n"))) with { ContentType = "text/event-stream" };
    }

    private static SpanStatus StatusOf(JObject recorded)
        => (string?)recorded["status"]!["code"] == "STATUS_CODE_ERROR" ? new SpanStatus(SpanStatusCode.Error, (string)recorded["status"]!["message"]!) : new SpanStatus(SpanStatusCode.Ok);

    private static List<string?> NamesOfEvents(JObject recorded) => [.. (recorded["events"] ?? new JArray()).Select(e => (string?)e["name"])];

    // attributes are JSON texts in strings, or plain texts
    private static JToken Value(JToken attribute) => attribute is JValue { Value: string text } && text.StartsWith('{') ? JToken.Parse(text) : attribute;

    private static JToken WithoutAdditions(JToken value)
    {
        if (value is JObject members)
        {
            foreach (var name in s_addedByClients)
            {
                members.Remove(name);
            }
        }

        return value;
    }
}
