using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.AI.OpenAI;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>The real packages OpenAI and Azure.AI.OpenAI against a simulated vendor.</summary>
[TestClass]
public sealed class OpenAILibraryTests
{
    private static readonly ApiKeyCredential s_key = new("SECRET-KEY");

    [TestMethod]
    public async Task Chat_completion_is_recorded()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();

        var answer = await new ChatClient("gpt-4o-mini", s_key, Options(simulator)).CompleteChatAsync("Hi");

        Assert.AreEqual("Hello!", answer.Value.Content[0].Text);
        var trace = await session.SingleTraceAsync();
        var span = trace.Spans.Single();
        Assert.AreEqual(("Completions", SpanStatusCode.Ok), (span.Name, span.Status.Code));
        Assert.AreEqual("Hi", (string?)JObject.Parse(span.Attributes["mlflow.spanInputs"]).SelectToken("messages[0].content"));
        Assert.AreEqual(("Hi", "Hello!"), (trace.Info.RequestPreview, trace.Info.ResponsePreview));
        AssertNoKey(span);
    }

    [TestMethod]
    public void Synchronous_chat_completion_is_recorded()
    {
        using var session = new RecordingSession();
        var simulator = Simulator.StartAsync().GetAwaiter().GetResult();

        var answer = new ChatClient("gpt-4o-mini", s_key, Options(simulator)).CompleteChat("Hi");

        Assert.AreEqual("Hello!", answer.Value.Content[0].Text);
        Assert.AreEqual("Completions", session.SingleTraceAsync().GetAwaiter().GetResult().Spans.Single().Name);
        simulator.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [TestMethod]
    public async Task Streamed_chat_completion_with_tools_is_assembled()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "What is it like?", BinaryData.FromString("""{"type":"object"}""")) } };
        var text = "";

        await foreach (var update in new ChatClient("gpt-4o-mini", s_key, Options(simulator)).CompleteChatStreamingAsync([new UserChatMessage("Hi")], options))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        var span = (await session.SingleTraceAsync()).Spans.Single();
        var message = JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message")!;
        Assert.AreEqual((text, """{"city":"Zürich"}"""), ((string?)message["content"], (string?)message.SelectToken("tool_calls[0].function.arguments")));
        Assert.AreEqual("""{"input_tokens":20,"output_tokens":7,"total_tokens":27}""", span.Attributes["mlflow.chat.tokenUsage"]);
        Assert.AreEqual("weather", (string?)JArray.Parse(span.Attributes["mlflow.chat.tools"])[0].SelectToken("function.name"));
    }

    [TestMethod]
    public async Task Embedding_and_response_are_recorded()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":"zczMPc3MTD4="}],"model":"text-embedding-3-small","usage":{"prompt_tokens":4,"total_tokens":4}}"""));

        var embedding = await new EmbeddingClient("text-embedding-3-small", s_key, Options(simulator)).GenerateEmbeddingAsync("abc");
#pragma warning disable OPENAI001 // an API of the library that may change
        var options = new ResponsesClientOptions { Endpoint = new Uri(simulator.Address, "/v1") }.UseMlflowTracing();
        var response = await new ResponsesClient(s_key, options).CreateResponseAsync("gpt-4o", "Hi");
#pragma warning restore OPENAI001

        Assert.AreEqual(2, embedding.Value.ToFloats().Length);
        Assert.AreEqual("Hi from responses", response.Value.GetOutputText());
        var spans = (await session.TracesAsync()).Select(trace => trace.Spans.Single()).ToList();
        CollectionAssert.AreEqual(new[] { "Embeddings", "Responses" }, spans.Select(span => span.Name).ToList());
        CollectionAssert.AreEqual(new[] { "\"EMBEDDING\"", "\"LLM\"" }, spans.Select(span => span.Attributes["mlflow.spanType"]).ToList());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Azures_client_is_recorded(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();

        var text = await AskAsync(Azure(simulator), isStreamed);

        Assert.AreEqual(isStreamed ? "Grüß Gott 🌍" : "Hello!", text);
        Assert.Contains("/openai/deployments/mini/chat/completions", simulator.Calls.Single().Path);
        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(text, (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
        AssertNoKey(span);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public async Task Refusal_is_the_libraries_exception_and_an_error(bool isAzure, bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });

        var thrown = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync(isAzure ? Azure(simulator) : new ChatClient("bad", s_key, Options(simulator)), isStreamed));

        Assert.AreEqual(404, thrown.Status);
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "404 no such model"), (await session.SingleTraceAsync()).Spans.Single().Status);
    }

    [TestMethod]
    public void Transport_of_the_programs_own_is_not_replaced()
    {
        var options = new OpenAIClientOptions { Transport = new HttpClientPipelineTransport() };

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => options.UseMlflowTracing());

        Assert.Contains("LlmTracingHandler", thrown.Message);
    }

    private static OpenAIClientOptions Options(Simulator simulator)
        => new OpenAIClientOptions { Endpoint = new Uri(simulator.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) }.UseMlflowTracing();

    private static ChatClient Azure(Simulator simulator)
        => new AzureOpenAIClient(simulator.Address, s_key, new AzureOpenAIClientOptions { RetryPolicy = new ClientRetryPolicy(0) }.UseMlflowTracing()).GetChatClient("mini");

    private static async Task<string> AskAsync(ChatClient client, bool isStreamed)
        => isStreamed
            ? string.Concat(await client.CompleteChatStreamingAsync("Hi").SelectMany(static update => update.ContentUpdate).Select(static part => part.Text).ToListAsync())
            : (await client.CompleteChatAsync("Hi")).Value.Content[0].Text;

    private static void AssertNoKey(Span span) => Assert.IsFalse(span.Attributes.Values.Any(value => value.Contains("SECRET", StringComparison.Ordinal)));
}
