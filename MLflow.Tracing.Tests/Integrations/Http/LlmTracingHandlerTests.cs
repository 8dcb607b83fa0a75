using System.Text;
using MLflow.Tracing.Http;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Http;

/// <summary>What is recorded of calls of language models, seen in HTTP over sockets.</summary>
[TestClass]
public sealed class LlmTracingHandlerTests
{
    private const string Chat = """{"model":"gpt-4o-mini","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"Hi"}],"temperature":0.5}""";
    private const string ChatStreamed = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}],"stream":true}""";

    // path, request; the span's name, type and format; input, output and total tokens, cache read and written; the model
    private static readonly object?[][] s_calls =
    [
        ["/v1/chat/completions", Chat, "Completions", "LLM", "openai", """{"input_tokens":9,"output_tokens":3,"total_tokens":12,"cache_read_input_tokens":4}""", "gpt-4o-mini"],
        ["/openai/deployments/mini/chat/completions?api-version=2024-10-21", Chat, "Completions", "LLM", "openai", """{"input_tokens":9,"output_tokens":3,"total_tokens":12,"cache_read_input_tokens":4}""", "gpt-4o-mini"],
        ["/v1/embeddings", """{"model":"text-embedding-3-small","input":"abc","encoding_format":"float"}""", "Embeddings", "EMBEDDING", "openai", """{"input_tokens":4,"output_tokens":0,"total_tokens":4}""", "text-embedding-3-small"],
        ["/v1/responses", """{"model":"gpt-4o","input":"Hi"}""", "Responses", "LLM", "openai", """{"input_tokens":7,"output_tokens":5,"total_tokens":12}""", "gpt-4o"],
        ["/v1/messages", """{"model":"claude-x","max_tokens":10,"messages":[{"role":"user","content":"Hi"}]}""", "Messages", "LLM", "anthropic", """{"input_tokens":10,"output_tokens":6,"total_tokens":16,"cache_read_input_tokens":2,"cache_creation_input_tokens":1}""", "claude-x"],
        ["/v1beta/models/gemini-x:generateContent?key=SECRET", """{"contents":[{"parts":[{"text":"Hi"}]}]}""", "generateContent", "LLM", "gemini", """{"input_tokens":5,"output_tokens":2,"total_tokens":7}""", "gemini-x"],
        ["/v1beta/models/gemini-e:embedContent", """{"content":{"parts":[{"text":"Hi"}]}}""", "embedContent", "EMBEDDING", "gemini", null, "gemini-e"],
        ["/api/chat", """{"model":"llama3.2","messages":[{"role":"user","content":"Hi"}],"stream":false}""", "chat", "LLM", "ollama", """{"input_tokens":11,"output_tokens":3,"total_tokens":14}""", "llama3.2"],
        ["/api/embed", """{"model":"all-minilm","input":"abc"}""", "embed", "EMBEDDING", "ollama", """{"input_tokens":8,"output_tokens":0,"total_tokens":8}""", "all-minilm"],
    ];

    // path, request; the span's name; the answer; tokens
    private static readonly object?[][] s_streams =
    [
        ["/v1/chat/completions", ChatStreamed, "Completions", """
            {"id":"chatcmpl-2","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":"Grüß Gott 🌍","tool_calls":[
              {"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Zürich\"}"}},{"index":1,"id":"call_2","type":"function","function":{"name":"time","arguments":"{}"}}
            ]},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":7,"total_tokens":27}}
            """, """{"input_tokens":20,"output_tokens":7,"total_tokens":27}"""],
        ["/v1/responses", """{"model":"gpt-4o","input":"Hi","stream":true}""", "Responses", """
            {"id":"resp_2","object":"response","created_at":1,"model":"gpt-4o","status":"completed","output":[{"id":"m1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi there","annotations":[]}]}],"usage":{"input_tokens":7,"output_tokens":2,"total_tokens":9}}
            """, """{"input_tokens":7,"output_tokens":2,"total_tokens":9}"""],
        ["/v1/messages", """{"model":"claude-x","max_tokens":10,"messages":[{"role":"user","content":"Hi"}],"stream":true}""", "Messages", """
            {"id":"msg_2","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Hi there"},{"type":"tool_use","id":"tool_1","name":"weather","input":{"city":"Bergen"}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":6}}
            """, """{"input_tokens":10,"output_tokens":6,"total_tokens":16}"""],
        ["/v1beta/models/gemini-x:streamGenerateContent?alt=sse", """{"contents":[{"parts":[{"text":"Hi"}]}]}""", "generateContent", GeminiAnswer, """{"input_tokens":5,"output_tokens":2,"total_tokens":7}"""],
        ["/v1beta/models/gemini-x:streamGenerateContent", """{"contents":[{"parts":[{"text":"Hi"}]}]}""", "generateContent", GeminiAnswer, """{"input_tokens":5,"output_tokens":2,"total_tokens":7}"""],
        ["/api/chat", """{"model":"llama3.2","messages":[{"role":"user","content":"Hi"}]}""", "chat", """
            {"model":"llama3.2","created_at":"2026-11-24T00:00:02Z","message":{"role":"assistant","content":"Hei"},"done":true,"done_reason":"stop","prompt_eval_count":11,"eval_count":3}
            """, """{"input_tokens":11,"output_tokens":3,"total_tokens":14}"""],
        ["/api/generate", """{"model":"llama3.2","prompt":"Hi"}""", "generate", """
            {"model":"llama3.2","created_at":"2026-11-24T00:00:01Z","response":"Hei","done":true,"done_reason":"stop","prompt_eval_count":4,"eval_count":2}
            """, """{"input_tokens":4,"output_tokens":2,"total_tokens":6}"""],
    ];

    // the requests of the calls and streams above; what vendors answer, with which status; what the span says
    private static readonly (string Name, string Refusal, int Status, string Expected)[] s_refusals =
    [
        ("Completions", """{"error":{"message":"no such model","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", 404, "404 no such model"),
        ("Responses", """{"error":{"message":"Rate limit reached","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", 429, "429 Rate limit reached"),
        ("Embeddings", """{"error":{"code":"DeploymentNotFound","message":"The API deployment does not exist."}}""", 404, "404 The API deployment does not exist."),
        ("Messages", """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", 529, "529 Overloaded"),
        ("generateContent", """{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}""", 400, "400 API key not valid."),
        ("generateContent", """[{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]""", 503, "503 The model is overloaded."),
        ("embedContent", """{"error":{"code":404,"message":"models/x is not found","status":"NOT_FOUND"}}""", 404, "404 models/x is not found"),
        ("chat", """{"error":"model 'x' not found"}""", 404, "404 model 'x' not found"),
        ("generate", """{"error":"model 'x' not found"}""", 404, "404 model 'x' not found"),
        ("embed", """{"error":"input length exceeds the context length"}""", 400, "400 input length exceeds the context length"),
    ];

    private const string GeminiAnswer = """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"Let me see.","thought":true},{"text":"Hola"},{"functionCall":{"name":"weather","args":{"city":"Bergen"}}}]},"finishReason":"STOP"}],"modelVersion":"gemini-x","usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"totalTokenCount":7}}
        """;

    public static IEnumerable<object?[]> Calls => s_calls;

    public static IEnumerable<object?[]> Streams => s_streams;

    public static IEnumerable<object?[]> Refusals => s_calls.Concat(s_streams).SelectMany(static call => s_refusals
        .Where(refusal => refusal.Name == (string?)call[2])
        .Select(refusal => new[] { call[0], call[1], refusal.Refusal, refusal.Status, refusal.Expected }));

    [TestMethod]
    [DynamicData(nameof(Calls))]
    public async Task Call_is_a_span_with_request_and_answer(string path, string request, string name, string type, string format, string? usage, string model)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();

        var answer = await PostAsync(simulator, path, request);

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual((name, SpanStatusCode.Ok), (span.Name, span.Status.Code));
        Assert.AreEqual((Quoted(type), Quoted(format), Quoted(model)), (span.Attributes["mlflow.spanType"], span.Attributes["mlflow.message.format"], span.Attributes["mlflow.llm.model"]));
        Assert.AreEqual(usage, span.Attributes.GetValueOrDefault("mlflow.chat.tokenUsage"));
        AssertJson(answer, span.Attributes["mlflow.spanOutputs"]);
        var inputs = JObject.Parse(request);
        inputs["model"] ??= model; // Gemini names it in the address
        AssertJson(inputs.ToString(), span.Attributes["mlflow.spanInputs"]);
        Assert.IsFalse(span.Attributes.Values.Any(value => value.Contains("SECRET", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DynamicData(nameof(Streams))]
    public async Task Streamed_answer_is_assembled(string path, string request, string name, string answer, string usage)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();

        await PostAsync(simulator, path, request);

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual((name, SpanStatusCode.Ok), (span.Name, span.Status.Code));
        AssertJson(answer, span.Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual(usage, span.Attributes["mlflow.chat.tokenUsage"]);
    }

    [TestMethod]
    [DynamicData(nameof(Streams))]
    public async Task Streamed_answer_is_assembled_wherever_it_is_split(string path, string request, string name, string answer, string usage)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var whole = await PostAsync(simulator, path, request);
        simulator.AnswerNext(Answer.Text(whole) with { ContentType = ContentTypeOf(whole), PieceBytes = 1 });

        await PostAsync(simulator, path, request, HttpCompletionOption.ResponseHeadersRead);

        var span = (await session.TracesAsync())[1].Spans.Single();
        Assert.AreEqual(name, span.Name);
        AssertJson(answer, span.Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual(usage, span.Attributes["mlflow.chat.tokenUsage"]);
    }

    [TestMethod]
    public async Task Call_inside_a_trace_is_a_child_and_is_not_ambient()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();

        using (var ask = Mlflow.StartActiveSpan("ask", SpanType.Chain))
        {
            await PostAsync(simulator, "/v1/chat/completions", Chat);
            Assert.AreSame(ask, Mlflow.CurrentSpan);
        }

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual(trace.Spans.Single(span => span.Name == "ask").SpanId, trace.Spans.Single(span => span.Name == "Completions").ParentId);
        AssertJson("""{"input_tokens":9,"output_tokens":3,"total_tokens":12,"cache_read_input_tokens":4}""", trace.Info.Metadata["mlflow.trace.tokenUsage"]);
    }

    [TestMethod]
    [DynamicData(nameof(Refusals))]
    public async Task Refusal_is_an_error_with_the_vendors_message(string path, string request, string refusal, int status, string expected)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text(refusal) with { Status = status });

        Assert.AreEqual(refusal, await PostAsync(simulator, path, request, HttpCompletionOption.ResponseHeadersRead));

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, expected), span.Status);
        Assert.AreEqual("exception", span.Events.Single().Name);
        Assert.IsFalse(span.Attributes.ContainsKey("mlflow.chat.tokenUsage"));
        AssertJson(refusal, span.Attributes["mlflow.spanOutputs"]);
    }

    [TestMethod]
    public async Task Call_without_an_answer_is_an_error_and_the_exception_is_the_callers()
    {
        using var session = new RecordingSession();
        using var client = Client();

        var thrown = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => client.PostAsync("http://127.0.0.1:1/v1/chat/completions", new StringContent(Chat)));

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(SpanStatusCode.Error, span.Status.Code);
        Assert.EndsWith(thrown.Message, span.Status.Message);
    }

    [TestMethod]
    [DataRow("openai-chat.sse", "/v1/chat/completions", "Gott", "choices[0].message.content", "Grüß ")]
    [DataRow("openai-responses.sse", "/v1/responses", "there", "output[0].content[0].text", "Hi ")]
    [DataRow("anthropic-messages.sse", "/v1/messages", "there", "content[0].text", "Hi ")]
    [DataRow("gemini-generate.sse", "/v1beta/models/gemini-x:streamGenerateContent", "la\"", "candidates[0].content.parts[1].text", "Ho")]
    [DataRow("gemini-generate.list.json", "/v1beta/models/gemini-x:streamGenerateContent", "la\"", "candidates[0].content.parts[1].text", "Ho")]
    [DataRow("ollama-chat.ndjson", "/api/chat", "\"i\"", "message.content", "He")]
    [DataRow("ollama-generate.ndjson", "/api/generate", "\"i\"", "response", "He")]
    public async Task Broken_stream_is_an_error_with_what_came_until_then(string file, string path, string breaksAt, string where, string expected)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var whole = Answer.Of(file);
        var text = Encoding.UTF8.GetString(whole.Body);
        var breaksAfter = Encoding.UTF8.GetByteCount(text[..text.IndexOf(breaksAt, StringComparison.Ordinal)]);
        simulator.AnswerNext(whole with { BreaksAfter = breaksAfter, PieceBytes = 50 });

        var thrown = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => PostAsync(simulator, path, """{"model":"x","stream":true}""", HttpCompletionOption.ResponseHeadersRead));

        Assert.IsInstanceOfType<HttpIOException>(thrown.InnerException); // as without us
        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(SpanStatusCode.Error, span.Status.Code);
        Assert.AreEqual(expected, (string?)JToken.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken(where));
    }

    [TestMethod]
    public async Task Stream_that_is_left_early_ends_the_span_with_what_was_read()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("ollama-chat.ndjson") with { PieceBytes = 60, Delay = TimeSpan.FromMilliseconds(20) });
        using var client = Client();
        using var request = Request(simulator, "/api/chat", """{"model":"llama3.2","messages":[]}""");

        using (var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            await reader.ReadLineAsync();
        }

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(SpanStatusCode.Ok, span.Status.Code);
        Assert.AreEqual("He", (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("message.content"));
        Assert.AreEqual("abandoned", span.Events[^1].Name);
    }

    [TestMethod]
    public async Task Stream_that_outlives_its_trace_shows_what_had_come_and_is_read_to_its_end()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var answer = Answer.Of("ollama-chat.ndjson");
        simulator.AnswerNext(answer with { PieceBytes = 60, Delay = TimeSpan.FromMilliseconds(20) });
        using var client = Client();
        using var request = Request(simulator, "/api/chat", """{"model":"llama3.2","messages":[]}""");
        var root = Mlflow.StartActiveSpan("root");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await reader.ReadLineAsync();
        root.Dispose();

        var span = (await session.SingleTraceAsync()).Spans.Single(static span => span.Name == "chat");
        var rest = await reader.ReadToEndAsync();

        Assert.AreEqual("He", (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("message.content"));
        Assert.AreEqual(SpanStatusCode.Error, span.Status.Code);
        Assert.StartsWith("Still open", span.Status.Message);
        Assert.AreEqual(Encoding.UTF8.GetString(answer.Body), $"{first}\n{rest}");
    }

    [TestMethod]
    public async Task Error_inside_a_stream_is_an_error()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n") with { ContentType = "text/event-stream" });

        await PostAsync(simulator, "/v1/messages", """{"model":"claude-x","stream":true,"messages":[]}""");

        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "Overloaded"), (await session.SingleTraceAsync()).Spans.Single().Status);
    }

    [TestMethod]
    [DataRow("not JSON at all")]
    [DataRow("""{"choices":7,"usage":"much","model":[]}""")]
    [DataRow("")]
    public async Task Answer_that_is_not_what_it_should_be_is_shown_as_it_is(string body)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text(body));

        Assert.AreEqual(body, await PostAsync(simulator, "/v1/chat/completions", Chat));

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(SpanStatusCode.Ok, span.Status.Code);
        Assert.IsEmpty(session.Diagnostics.Counts, string.Join(',', session.Diagnostics.Counts.Keys));
    }

    [TestMethod]
    public async Task Pieces_that_are_not_understood_are_counted_and_the_others_read()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        const string Stream = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choices\":[{\"ind\n\nevent: odd\ndata: [1]\n\n: comment\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"}}]}\n\n";
        simulator.AnswerNext(Answer.Text(Stream) with { ContentType = "text/event-stream" });

        await PostAsync(simulator, "/v1/chat/completions", ChatStreamed);

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual("ab", (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
        Assert.AreEqual(("2", "2"), (span.Attributes["llm.stream.chunks"], span.Attributes["llm.stream.chunks_not_understood"]));
    }

    [TestMethod]
    [DataRow("\n")]
    [DataRow("\r")]
    [DataRow("\r\n")]
    public async Task Lines_may_end_in_any_way_and_be_split_anywhere(string end)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var stream = $"data: {{\"choices\":[{{\"index\":0,{end}data: \"delta\":{{\"content\":\"a\"}}}}]}}{end}{end}{end}data:{{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"b\"}}}}]}}{end}{end}";
        foreach (var size in new[] { 1, 2, 3, 1000 })
        {
            simulator.AnswerNext(Answer.Text(stream) with { ContentType = "text/event-stream", PieceBytes = size });
            await PostAsync(simulator, "/v1/chat/completions", ChatStreamed);
        }

        var texts = (await session.TracesAsync()).Select(trace => (string?)JObject.Parse(trace.Spans.Single().Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
        CollectionAssert.AreEqual(Enumerable.Repeat("ab", 4).ToList(), texts.ToList());
    }

    [TestMethod]
    [DataRow(1_048_576, 500_000)]
    [DataRow(250_000, 100_000)]
    public async Task Text_that_is_too_long_is_cut_and_the_cut_is_marked(int limit, int kept)
    {
        using var session = new RecordingSession(options => options.CaptureMaxModelCallCharacters = limit);
        await using var simulator = await Simulator.StartAsync();
        var piece = $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{new string('é', 50_000)}\"}}}}]}}\n\n";
        const string Last = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n";
        simulator.AnswerNext(Answer.Text(string.Concat(Enumerable.Repeat(piece, 20)) + Last) with { ContentType = "text/event-stream" });

        await PostAsync(simulator, "/v1/chat/completions", ChatStreamed);

        var span = (await session.SingleTraceAsync()).Spans.Single();
        var choice = JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0]")!;
        var text = (string)choice.SelectToken("message.content")!;
        Assert.AreEqual(kept + "...[truncated]".Length, text.Length);
        Assert.EndsWith("é...[truncated]", text);
        Assert.AreEqual("stop", (string?)choice["finish_reason"]);
        Assert.AreEqual(("21", "true"), (span.Attributes["llm.stream.chunks"], span.Attributes["llm.stream.truncated"]));
        Assert.AreEqual("""{"input_tokens":1,"output_tokens":2,"total_tokens":3}""", span.Attributes["mlflow.chat.tokenUsage"]);
    }

    [TestMethod]
    public async Task Character_whose_escapes_come_in_two_pieces_is_whole_again()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var pieces = new[] { """a \ud83d""", """\ude00 b""", """ \ud83d""" }.Select(static text => $"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
        simulator.AnswerNext(Answer.Text(string.Concat(pieces)) with { ContentType = "text/event-stream" });

        await PostAsync(simulator, "/v1/chat/completions", ChatStreamed);

        // of a text that ends in the middle of one the escapes are shown
        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual("""a \ud83d\ude00 b \ud83d""", (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
    }

    [TestMethod]
    public async Task Stream_that_says_nothing_is_shown_as_it_is()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("<html>Log in first.</html>") with { ContentType = "text/event-stream" });

        await PostAsync(simulator, "/v1/chat/completions", ChatStreamed);

        Assert.AreEqual("\"<html>Log in first.</html>\"", (await session.SingleTraceAsync()).Spans.Single().Attributes["mlflow.spanOutputs"]);
    }

    [TestMethod]
    public async Task Bodies_that_are_no_text_are_shown_by_type_and_length()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(new Answer { Body = [0xff, 0xfb, 0x90, 0x00], ContentType = "audio/mpeg" });
        using var client = Client();
        using var form = new MultipartFormDataContent("x") { { new ByteArrayContent([0xff, 0xd8, 0xff]), "image", "a.jpg" } };

        using var response = await client.PostAsync(new Uri(simulator.Address, "/v1/chat/completions"), form);

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(($"\"<multipart/form-data, {form.Headers.ContentLength} bytes>\"", "\"<audio/mpeg, 4 bytes>\""), (span.Attributes["mlflow.spanInputs"], span.Attributes["mlflow.spanOutputs"]));
    }

    [TestMethod]
    public async Task Without_content_neither_request_nor_answer_nor_the_vendors_message_is_recorded()
    {
        using var session = new RecordingSession(options => options.CaptureContent = false);
        await using var simulator = await Simulator.StartAsync();
        await PostAsync(simulator, "/v1/chat/completions", Chat);
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });

        await PostAsync(simulator, "/v1/chat/completions", Chat);

        var spans = (await session.TracesAsync()).Select(trace => trace.Spans.Single()).ToList();
        var told = string.Join('\n', spans.SelectMany(span => span.Attributes.Values.Append(span.Status.Message).Concat(span.Events.SelectMany(e => e.Attributes.Values))));
        Assert.DoesNotContain("be brief", told);
        Assert.DoesNotContain("Hello!", told);
        Assert.DoesNotContain("no such model", told);
        Assert.Contains("\"total_tokens\":12", told);
    }

    [TestMethod]
    [DataRow("/v1/files", """{"model":"x"}""")]
    [DataRow("/api/chat", """{"text":"an application's own"}""")]
    [DataRow("/v1/messages", """{"model":"x"}""", false)]
    public async Task Other_requests_are_left_alone(string path, string request, bool isAnthropic = true)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = Client();
        using var message = Request(simulator, path, request);
        if (!isAnthropic)
        {
            message.Headers.Remove("anthropic-version");
        }

        await client.SendAsync(message);

        Assert.IsEmpty(await session.TracesAsync());
    }

    [TestMethod]
    public async Task Two_handlers_record_one_span()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient(new LlmTracingHandler(new LlmTracingHandler(new SocketsHttpHandler())));
        using var request = Request(simulator, "/v1/chat/completions", Chat);

        await client.SendAsync(request);

        Assert.HasCount(1, (await session.SingleTraceAsync()).Spans);
    }

    private static async Task<string> PostAsync(Simulator simulator, string path, string body, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        using var client = Client();
        using var request = Request(simulator, path, body);
        using var response = await client.SendAsync(request, completion);
        return await response.Content.ReadAsStringAsync();
    }

    private static HttpClient Client() => new(new LlmTracingHandler(new SocketsHttpHandler()));

    private static HttpRequestMessage Request(Simulator simulator, string path, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(simulator.Address, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", "Bearer SECRET");
        request.Headers.Add("anthropic-version", "2023-06-01");
        return request;
    }

    private static string ContentTypeOf(string body) => body.StartsWith("{\"model\"", StringComparison.Ordinal) ? "application/x-ndjson" : body.StartsWith('[') ? "application/json" : "text/event-stream";

    private static string Quoted(string text) => $"\"{text}\"";

    private static void AssertJson(string expected, string actual) => Assert.IsTrue(JToken.DeepEquals(JToken.Parse(expected), JToken.Parse(actual)), $"expected {expected}\nactual   {actual}");
}
