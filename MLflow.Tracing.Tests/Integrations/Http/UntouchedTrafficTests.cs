using System.Net;
using System.Text;
using MLflow.Tracing.Http;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Http;

/// <summary>What the program and the vendor see of each other is what they would see without us.</summary>
[TestClass]
public sealed class UntouchedTrafficTests
{
    private const string Path = "/v1/chat/completions";
    private const string Body = """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    [TestMethod]
    [DataRow(nameof(StringContent))]
    [DataRow(nameof(StreamContent))]
    [DataRow(nameof(OneShotContent))]
    public async Task Vendor_gets_the_same_request(string kind)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();

        foreach (var handler in new HttpMessageHandler[] { new SocketsHttpHandler(), new LlmTracingHandler(new SocketsHttpHandler()) })
        {
            using var client = new HttpClient(handler);
            using var request = Request(simulator, ContentOf(kind));
            using var response = await client.SendAsync(request);
        }

        var (plain, traced) = (simulator.Calls[0], simulator.Calls[1]);
        Assert.AreEqual(plain.Body, traced.Body);
        CollectionAssert.AreEqual(Headers(plain), Headers(traced));
        Assert.HasCount(1, (await session.SingleTraceAsync()).Spans);
    }

    [TestMethod]
    public async Task Program_gets_the_same_response()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var seen = new List<string>();

        foreach (var handler in new HttpMessageHandler[] { new SocketsHttpHandler(), new LlmTracingHandler(new SocketsHttpHandler()) })
        {
            using var client = new HttpClient(handler);
            using var request = Request(simulator, ContentOf(nameof(StringContent)));
            using var response = await client.SendAsync(request);
            response.Headers.Date = null;
            seen.Add($"{response}\n{await response.Content.ReadAsStringAsync()}".Replace(nameof(StringContent), "content", StringComparison.Ordinal));
        }

        Assert.AreEqual(WithoutContentType(seen[0]), WithoutContentType(seen[1]));
    }

    [TestMethod]
    public async Task Request_has_its_own_content_again_when_it_was_sent()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));
        var content = ContentOf(nameof(StringContent));
        using var request = Request(simulator, content);

        using var response = await client.SendAsync(request);

        Assert.AreSame(content, request.Content);
        Assert.AreEqual(Body, await content.ReadAsStringAsync());
        Assert.IsEmpty(request.Options);
    }

    [TestMethod]
    public async Task Streamed_pieces_arrive_before_the_stream_has_ended()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var answer = Answer.Of("ollama-chat.ndjson");
        simulator.AnswerNext(answer with { PieceBytes = answer.Body.Length / 3, Delay = TimeSpan.FromSeconds(1) });
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(simulator.Address, "/api/chat")) { Content = new StringContent(Body) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var reads = 0;

        for (var buffer = new byte[4096]; await stream.ReadAsync(buffer) > 0;)
        {
            reads++;
        }

        Assert.IsGreaterThanOrEqualTo(3, reads);
        Assert.AreEqual("first chunk", (await session.SingleTraceAsync()).Spans.Single().Events[0].Name);
    }

    [TestMethod]
    public async Task Synchronous_calls_and_reads_are_the_same()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));
        using var request = Request(simulator, ContentOf(nameof(StringContent)));

        using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(response.Content.ReadAsStream());

        Assert.AreEqual(Encoding.UTF8.GetString(Answer.Of("openai-chat.sse").Body), reader.ReadToEnd());
        Assert.AreEqual(SpanStatusCode.Ok, (await session.SingleTraceAsync()).Spans.Single().Status.Code);
    }

    [TestMethod]
    public async Task Cancelled_reading_is_the_callers_exception_and_shows_in_the_span()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat.sse") with { PieceBytes = 100, Delay = TimeSpan.FromSeconds(1) });
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));
        using var request = Request(simulator, ContentOf(nameof(StringContent)));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var cancelled = new CancellationTokenSource();

        var reading = stream.CopyToAsync(Stream.Null, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => reading);

        Assert.AreEqual("exception", (await session.SingleTraceAsync()).Spans.Single().Events[^1].Name);
    }

    [TestMethod]
    [DataRow(DecompressionMethods.None)]
    [DataRow(DecompressionMethods.GZip)]
    public async Task Compressed_answer_is_read_whoever_decompresses_it(DecompressionMethods byHandler)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat.sse").Gzipped());
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler { AutomaticDecompression = byHandler }));
        using var request = Request(simulator, ContentOf(nameof(StringContent)));

        using var response = await client.SendAsync(request);

        Assert.AreEqual(byHandler == DecompressionMethods.None, response.Content.Headers.ContentEncoding.Contains("gzip"));
        Assert.Contains("Gott", (await session.SingleTraceAsync()).Spans.Single().Attributes["mlflow.spanOutputs"]);
    }

    [TestMethod]
    public async Task While_tracing_is_off_nothing_is_wrapped()
    {
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));
        using var request = Request(simulator, ContentOf(nameof(StringContent)));

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.AreNotEqual("ObservedContent", response.Content.GetType().Name);
    }

    private static HttpRequestMessage Request(Simulator simulator, HttpContent content) => new(HttpMethod.Post, new Uri(simulator.Address, Path)) { Content = content };

    private static HttpContent ContentOf(string kind) => kind switch
    {
        nameof(StringContent) => new StringContent(Body, Encoding.UTF8, "application/json"),
        nameof(StreamContent) => new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Body))),
        _ => new OneShotContent(Body),
    };

    private static List<string> Headers(ReceivedCall call) => [.. call.Headers.Where(header => header.Key != "traceparent").Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal)];

    // what a response says of itself has the type of its content in it
    private static string WithoutContentType(string response) => System.Text.RegularExpressions.Regex.Replace(response, "Content: [^,]*,|Date: .*", "");

    /// <summary>A content that can be written once, and only asynchronously.</summary>
    private sealed class OneShotContent(string body) : HttpContent
    {
        private bool _isWritten;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Assert.IsFalse(_isWritten);
            _isWritten = true;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(body));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
