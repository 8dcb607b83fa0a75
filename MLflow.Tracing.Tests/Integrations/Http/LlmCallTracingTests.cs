using System.Diagnostics;
using System.Net;
using System.Text;
using MLflow.Tracing.Http;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Http;

/// <summary>Every <see cref="HttpClient"/> of the process, as the platform's events show what it does.</summary>
[TestClass]
public sealed class LlmCallTracingTests
{
    private const string Path = "/v1/chat/completions";
    private const string Body = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Streamed = """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    [TestInitialize]
    public void Start()
    {
        LlmCallTracing.Start();
        LlmCallTracing.Start();
    }

    [TestCleanup]
    public void Stop() => LlmCallTracing.Stop();

    [TestMethod]
    [DataRow(Body, DecompressionMethods.None)]
    [DataRow(Streamed, DecompressionMethods.None)]
    [DataRow(Body, DecompressionMethods.GZip)]
    [DataRow(Streamed, DecompressionMethods.GZip)]
    public async Task Call_of_a_plain_client_is_one_trace(string body, DecompressionMethods decompression)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var answer = Answer.Of(body == Body ? "openai-chat.json" : "openai-chat.sse") with { PieceBytes = 13 };
        simulator.AnswerNext(decompression == DecompressionMethods.None ? answer : answer.Gzipped());
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = decompression });

        using var response = await client.PostAsync(new Uri(simulator.Address, Path), new StringContent(body));
        var text = await response.Content.ReadAsStringAsync();

        Assert.AreEqual(Encoding.UTF8.GetString(answer.Body), text);
        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(("Completions", SpanStatusCode.Ok), (span.Name, span.Status.Code));
        Assert.Contains(body == Body ? "Hello!" : "Gott", span.Attributes["mlflow.spanOutputs"]);
        Assert.DoesNotContain("llm.stream.chunks_not_understood", span.Attributes.Keys);
    }

    [TestMethod]
    public async Task Handler_and_events_see_one_call_and_record_one_span()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient(new LlmTracingHandler(new SocketsHttpHandler()));

        using var response = await client.PostAsync(new Uri(simulator.Address, Path), new StringContent(Body));

        Assert.HasCount(1, (await session.SingleTraceAsync()).Spans);
    }

    [TestMethod]
    public async Task Unreachable_vendor_is_an_error_with_the_exception_that_the_program_gets()
    {
        using var session = new RecordingSession();
        using var client = new HttpClient();

        var thrown = await Assert.ThrowsExactlyAsync<HttpRequestException>(() => client.PostAsync(new Uri("http://127.0.0.1:1" + Path), new StringContent(Body)));

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, $"{nameof(HttpRequestException)}: {thrown.Message}"), span.Status);
    }

    [TestMethod]
    public async Task Cancelled_call_ends_its_span()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat.json") with { Delay = TimeSpan.FromSeconds(30) });
        using var client = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAsync<OperationCanceledException>(() => client.PostAsync(new Uri(simulator.Address, Path), new StringContent(Body), patience.Token));

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(SpanStatusCode.Unset, span.Status.Code);
        Assert.AreEqual("exception", span.Events.Single().Name);
    }

    [TestMethod]
    public async Task No_activity_is_made_and_no_header_is_added()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient();

        using var response = await client.PostAsync(new Uri(simulator.Address, Path), new StringContent(Body));

        Assert.IsNull(Activity.Current);
        Assert.IsFalse(simulator.Calls.Single().Headers.ContainsKey("traceparent"));
    }

    [TestMethod]
    public async Task Other_requests_pass_untouched()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient();
        var content = new StringContent("{}");

        using var response = await client.PostAsync(new Uri(simulator.Address, "/api/3.0/mlflow/traces"), content);

        Assert.IsEmpty(await session.TracesAsync());
    }

    [TestMethod]
    public async Task Calls_side_by_side_do_not_mix()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var client = new HttpClient();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using var response = await client.PostAsync(
                new Uri(simulator.Address, Path), new StringContent(Body.Replace("Hi", $"Hi {number}", StringComparison.Ordinal)));
        }));

        var traces = await session.TracesAsync();
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 20).Select(static number => $"Hi {number}").ToList(), traces.Select(static trace => trace.Info.RequestPreview).ToList());
    }
}
