using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Newtonsoft.Json.Linq;
using OllamaSharp;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using VendorSimulator;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>Microsoft.Extensions.AI on the real packages OpenAI and OllamaSharp, against simulated vendors.</summary>
[TestClass]
public sealed class ExtensionsAITests
{
    [TestMethod]
    public async Task Call_of_a_model_is_one_span_though_http_is_traced_too()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().UseMlflowTracing().Build();

        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.System, "be brief"), new ChatMessage(ChatRole.User, "Hi")], new ChatOptions { Temperature = 0.5f });

        Assert.AreEqual("Hello!", response.Text);
        var trace = await session.SingleTraceAsync();
        var span = trace.Spans.Single();
        Assert.AreEqual(("ChatClient", SpanStatusCode.Ok, "\"CHAT_MODEL\""), (span.Name, span.Status.Code, span.Attributes["mlflow.spanType"]));
        AssertJson("""{"model":"gpt-4o-mini","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"Hi"}],"temperature":0.5}""", span, "mlflow.spanInputs");
        AssertJson(
            """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"Hello!"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""",
            span,
            "mlflow.spanOutputs");
        AssertJson("""{"input_tokens":9,"output_tokens":3,"total_tokens":12,"cache_read_input_tokens":4}""", span, "mlflow.chat.tokenUsage");
        Assert.AreEqual(("\"openai\"", "\"gpt-4o-mini\"", "\"openai\""), (span.Attributes["mlflow.message.format"], span.Attributes["mlflow.llm.model"], span.Attributes["mlflow.llm.provider"]));
        Assert.AreEqual(("Hi", "Hello!"), (trace.Info.RequestPreview, trace.Info.ResponsePreview));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Turn_with_tools_is_a_tree(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of(isStreamed ? "openai-chat.sse" : "openai-chat-tools.json") with { PieceBytes = 9 });
        simulator.AnswerNext(Answer.Of(isStreamed ? "openai-chat-final.sse" : "openai-chat.json") with { PieceBytes = 9 });
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().UseFunctionInvocation().UseMlflowTracing().Build();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(Weather, "weather", "What is it like?"), AIFunctionFactory.Create(static () => "noon", "time")] };

        var text = isStreamed ? string.Concat(await client.GetStreamingResponseAsync("What is it like?", options).ToListAsync()) : (await client.GetResponseAsync("What is it like?", options)).Text;

        Assert.EndsWith(isStreamed ? "It is sunny in Zürich, and it is noon." : "Hello!", text);
        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(
            isStreamed
                ? new[] { "FunctionInvokingChatClient CHAIN", "- ChatClient CHAT_MODEL", "- weather TOOL", "- time TOOL", "- ChatClient CHAT_MODEL" }
                : ["FunctionInvokingChatClient CHAIN", "- ChatClient CHAT_MODEL", "- weather TOOL", "- ChatClient CHAT_MODEL"],
            SpanTree.Of(trace));
        var tool = trace.Spans.Single(static span => span.Name == "weather");
        Assert.AreEqual(("""{"city":"Zürich"}""", "\"sunny in Zürich\"", "\"call_1\""), (tool.Attributes["mlflow.spanInputs"], tool.Attributes["mlflow.spanOutputs"], tool.Attributes["tool_call_id"]));
        var second = JObject.Parse(trace.Spans[^1].Attributes["mlflow.spanInputs"]);
        Assert.AreEqual("\"sunny in Zürich\"", (string?)second.SelectToken("messages[?(@.tool_call_id=='call_1')].content"));
        Assert.AreEqual("""{"city":"Zürich"}""", (string?)second.SelectToken("messages[1].tool_calls[0].function.arguments"));
        Assert.AreEqual("weather", (string?)JArray.Parse(trace.Spans[1].Attributes["mlflow.chat.tools"])[0].SelectToken("function.name"));
        var usage = JObject.Parse(trace.Info.Metadata["mlflow.trace.tokenUsage"]);
        Assert.AreEqual(isStreamed ? (61, 16, 77) : (39, 11, 50), ((int)usage["input_tokens"]!, (int)usage["output_tokens"]!, (int)usage["total_tokens"]!));
        Assert.AreEqual("What is it like?", trace.Info.RequestPreview);
    }

    [TestMethod]
    public async Task Streamed_answer_is_assembled_and_its_children_and_consumer_are_where_they_belong()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat-final.sse") with { PieceBytes = 5 });
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().Build();

        using (var outer = Mlflow.StartActiveSpan("outer"))
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hi"))
            {
                Assert.AreSame(outer, Mlflow.CurrentSpan, "What happens between the pieces is no part of the call.");
            }
        }

        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { "outer UNKNOWN", "- ChatClient CHAT_MODEL" }, SpanTree.Of(trace));
        var outputs = JObject.Parse(trace.Spans[1].Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual(("It is sunny in Zürich, and it is noon.", "stop"), ((string?)outputs.SelectToken("choices[0].message.content"), (string?)outputs.SelectToken("choices[0].finish_reason")));
        CollectionAssert.AreEqual(new[] { "first chunk" }, trace.Spans[1].Events.Select(static e => e.Name).ToList());
    }

    [TestMethod]
    [DataRow(1_048_576)]
    [DataRow(64_000)]
    public async Task Stream_of_many_pieces_is_assembled_and_of_one_without_end_the_beginning_is_kept(int limit)
    {
        using var session = new RecordingSession(options => options.CaptureMaxModelCallCharacters = limit);

        var first = await RecordedAsync(pieces: 2_500);
        var second = await RecordedAsync(pieces: 150_000);

        Assert.AreEqual(string.Concat(Enumerable.Repeat("0123456789", 2_500)), (string?)first.SelectToken("choices[0].message.content"));
        var text = (string)second.SelectToken("choices[0].message.content")!;
        Assert.AreEqual(limit - (limit / 32), text.Length, delta: 20);
        Assert.EndsWith("9...[truncated]", text);
        Assert.AreEqual(("stop", "stop"), ((string?)first.SelectToken("choices[0].finish_reason"), (string?)second.SelectToken("choices[0].finish_reason")));

        async Task<JObject> RecordedAsync(int pieces)
        {
            using var client = new Talker(pieces).AsBuilder().UseMlflowTracing().Build();
            Assert.AreEqual(pieces + 1, await client.GetStreamingResponseAsync("Count.").CountAsync());
            var span = (await session.TracesAsync())[^1].Spans.Single();
            Assert.AreEqual((pieces + 1).ToString(CultureInfo.InvariantCulture), span.Attributes["llm.stream.chunks"]);
            return JObject.Parse(span.Attributes["mlflow.spanOutputs"]);
        }
    }

    [TestMethod]
    public async Task Stream_that_is_left_early_says_what_was_seen()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat-final.sse"));
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().Build();

        await foreach (var update in client.GetStreamingResponseAsync("Hi"))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual("It is sunny in Zürich, ", (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
        Assert.AreEqual("abandoned", span.Events[^1].Name);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Refusal_is_the_exception_of_the_library_and_an_error(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().Build();

        var thrown = await Assert.ThrowsExactlyAsync<ClientResultException>(async () => _ = isStreamed ? await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync() : await client.GetResponseAsync("Hi"));

        Assert.AreEqual(404, thrown.Status);
        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual((SpanStatusCode.Error, "ChatClient"), (span.Status.Code, span.Name));
        Assert.Contains("no such model", span.Status.Message);
    }

    [TestMethod]
    public async Task Tool_that_fails_is_an_error_and_the_model_is_told_as_without_us()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat-tools.json"));
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().UseFunctionInvocation().Build();
        var broken = AIFunctionFactory.Create(static string (string city) => throw new InvalidOperationException("no weather in " + city), "weather");

        var response = await client.GetResponseAsync("What is it like?", new ChatOptions { Tools = [broken] });

        Assert.AreEqual("Hello!", response.Text);
        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { "FunctionInvokingChatClient CHAIN", "- Completions LLM", "- weather TOOL", "- Completions LLM" }, SpanTree.Of(trace), "Without a client of ours within the loop, HTTP shows the calls.");
        Assert.AreEqual(SpanStatusCode.Error, trace.Spans.Single(static span => span.Name == "weather").Status.Code);
    }

    [TestMethod]
    public async Task Embeddings_are_recorded()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":"zczMPc3MTD4="}],"model":"text-embedding-3-small","usage":{"prompt_tokens":4,"total_tokens":4}}"""));
        using var generator = new EmbeddingClient("text-embedding-3-small", new ApiKeyCredential("SECRET-KEY"), Options(simulator)).AsIEmbeddingGenerator().AsBuilder().UseMlflowTracing().Build();

        var embeddings = await generator.GenerateAsync(["abc"]);

        Assert.HasCount(1, embeddings);
        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(("EmbeddingGenerator", "\"EMBEDDING\""), (span.Name, span.Attributes["mlflow.spanType"]));
        AssertJson("""{"model":"text-embedding-3-small","input":["abc"]}""", span, "mlflow.spanInputs");
        AssertJson("""{"object":"list","data":[{"index":0,"embedding":[0.1,0.2]}]}""", span, "mlflow.spanOutputs");
        Assert.AreEqual("""{"input_tokens":4,"output_tokens":0,"total_tokens":4}""", span.Attributes["mlflow.chat.tokenUsage"]);
    }

    [TestMethod]
    public async Task Embeddings_that_are_refused_are_an_error()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });
        using var ollama = new OllamaApiClient(simulator.Address, "all-minilm");
        using var generator = ((IEmbeddingGenerator<string, Embedding<float>>)ollama).AsBuilder().UseMlflowTracing().Build();

        var thrown = await Assert.ThrowsAsync<Exception>(() => generator.GenerateAsync(["abc"]));

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual((SpanStatusCode.Error, $"{thrown.GetType().Name}: {thrown.Message}"), (span.Status.Code, span.Status.Message));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Ollamas_refusal_is_the_exception_of_the_library_and_an_error(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("""{"error":"model 'llama3.2' not found"}""") with { Status = 404 });
        using var ollama = new OllamaApiClient(simulator.Address, "llama3.2");
        using var client = ((IChatClient)ollama).AsBuilder().UseMlflowTracing().Build();

        var thrown = await Assert.ThrowsAsync<Exception>(async () => _ = isStreamed ? await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync() : await client.GetResponseAsync("Hi"));

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual((SpanStatusCode.Error, $"{thrown.GetType().Name}: {thrown.Message}"), (span.Status.Code, span.Status.Message));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Ollama_is_recorded_through_the_abstraction(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var ollama = new OllamaApiClient(simulator.Address, "llama3.2");
        using var client = ((IChatClient)ollama).AsBuilder().UseMlflowTracing().Build();

        var response = isStreamed ? await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync() : await client.GetResponseAsync("Hi");

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(response.Text, (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
        Assert.AreEqual("""{"input_tokens":11,"output_tokens":3,"total_tokens":14}""", span.Attributes["mlflow.chat.tokenUsage"]);
        Assert.AreEqual("\"ollama\"", span.Attributes["mlflow.llm.provider"]);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    [DataRow(true, true)]
    public async Task Tool_of_an_MCP_server_is_recorded_with_arguments_and_result(bool fails, bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of(isStreamed ? "openai-chat.sse" : "openai-chat-tools.json"));
        simulator.AnswerNext(Answer.Of(isStreamed ? "openai-chat-final.sse" : "openai-chat.json"));
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var weather = McpServerTool.Create((string city) => fails ? throw new McpException("no weather there") : Weather(city), new McpServerToolCreateOptions { Name = "weather" });
        await using var server = McpServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()), new McpServerOptions { ToolCollection = [weather] });
        var serving = server.RunAsync();
        await using var mcp = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().UseFunctionInvocation().UseMlflowTracing().Build();

        var options = new ChatOptions { Tools = [.. await mcp.ListToolsAsync()] };
        var response = isStreamed ? await client.GetStreamingResponseAsync("What is it like?", options).ToChatResponseAsync() : await client.GetResponseAsync("What is it like?", options);

        Assert.EndsWith(isStreamed ? "and it is noon." : "Hello!", response.Text);

        var trace = await session.SingleTraceAsync();
        var tool = trace.Spans.Single(static span => span.Name == "weather");
        Assert.AreEqual(("\"TOOL\"", """{"city":"Zürich"}"""), (tool.Attributes["mlflow.spanType"], tool.Attributes["mlflow.spanInputs"]));
        Assert.Contains(fails ? "no weather there" : "sunny in Zürich", tool.Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual("FunctionInvokingChatClient", trace.Spans[0].Name);
    }

    [TestMethod]
    public async Task Messages_of_every_kind_keep_what_they_hold()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().Build();

        await client.GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("What is this?"), new UriContent("https://example.com/a.png", "image/png")]) { AuthorName = "ann" }]);

        AssertJson(
            """{"model":"gpt-4o-mini","messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}],"name":"ann"}]}""",
            (await session.SingleTraceAsync()).Spans.Single(),
            "mlflow.spanInputs");
    }

    [TestMethod]
    public async Task Nothing_is_recorded_while_tracing_is_off()
    {
        await using var simulator = await Simulator.StartAsync();
        Mlflow.Use(null);
        simulator.AnswerNext(Answer.Of("openai-chat-tools.json"));
        using var client = OpenAI(simulator).AsBuilder().UseMlflowTracing().UseFunctionInvocation().UseMlflowTracing().Build();

        var response = await client.GetResponseAsync("Hi", new ChatOptions { Tools = [AIFunctionFactory.Create(Weather, "weather")] });

        Assert.AreEqual("Hello!", response.Text);
        Assert.IsNull(Mlflow.CurrentSpan);
    }

    private static string Weather(string city) => "sunny in " + city;

    private static IChatClient OpenAI(Simulator simulator) => new ChatClient("gpt-4o-mini", new ApiKeyCredential("SECRET-KEY"), Options(simulator)).AsIChatClient();

    private static OpenAIClientOptions Options(Simulator simulator)
        => new OpenAIClientOptions { Endpoint = new Uri(simulator.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) }.UseMlflowTracing();

    private static void AssertJson(string expected, Span span, string attribute)
    {
        var (wanted, found) = (JToken.Parse(expected), JToken.Parse(span.Attributes[attribute]));
        Assert.IsTrue(JToken.DeepEquals(wanted, found), found.ToString(Newtonsoft.Json.Formatting.None));
    }

    private sealed class Talker(int pieces) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            for (var i = 0; i < pieces; i++)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, "0123456789");
            }

            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
