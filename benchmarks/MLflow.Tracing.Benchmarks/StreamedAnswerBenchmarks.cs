using System.Text;
using BenchmarkDotNet.Attributes;
using MLflow.Tracing.Http;
using VendorSimulator;

namespace MLflow.Tracing.Benchmarks;

/// <summary>
/// A streamed answer of a language model, 1 MB of text in 5,000 pieces over a socket, with and without the handler that records it: how long its reader waits, and what there is to do until its trace could be
/// delivered. Between two answers nothing is left over from the one before.
/// </summary>
[MemoryDiagnoser]
[InvocationCount(1)]
[WarmupCount(100)]
[IterationCount(400)]
public class StreamedAnswerBenchmarks
{
    private const int Pieces = 5000;
    private const string Text = """Once upon a time there was a model that had been asked to tell everything it knew, and it did so, word by word, until nobody who had asked could remember the question that they had asked of it.\n\n- So\n""";
    private const string Request = """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Tell me everything."}]}""";

    private static readonly TimeSpan s_enough = TimeSpan.FromSeconds(10);
    private static readonly HttpClient s_plain = new(new SocketsHttpHandler());
    private static readonly HttpClient s_recorded = new(new LlmTracingHandler(new SocketsHttpHandler()));

    private readonly byte[] _buffer = new byte[16 * 1024];
    private Simulator _simulator = null!;
    private Answer _answer = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        Recorders.SwitchWovenOnToTheEnd();
        var piece = $"data: {{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{Text}\"}}}}]}}\n\n";
        _answer = Answer.Text(string.Concat(Enumerable.Repeat(piece, Pieces))) with { ContentType = "text/event-stream", PieceBytes = Encoding.UTF8.GetByteCount(piece) };
        _simulator = await Simulator.StartAsync();
    }

    [IterationSetup]
    public void Settle() => Mlflow.FlushAsync(s_enough).GetAwaiter().GetResult();

    [GlobalCleanup]
    public async Task StopAsync() => await _simulator.DisposeAsync();

    [Benchmark(Baseline = true)]
    public Task<long> Streamed_unrecorded() => ReadAsync(s_plain);

    [Benchmark]
    public Task<long> Streamed_recorded() => ReadAsync(s_recorded);

    [Benchmark]
    public async Task<long> Streamed_recorded_and_assembled()
    {
        var length = await ReadAsync(s_recorded);
        await Mlflow.FlushAsync(s_enough);
        return length;
    }

    private async Task<long> ReadAsync(HttpClient client)
    {
        _simulator.AnswerNext(_answer);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_simulator.Address, "/v1/chat/completions")) { Content = new StringContent(Request) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var length = 0L;
        while (await stream.ReadAsync(_buffer) is > 0 and var count)
        {
            length += count;
        }

        return length;
    }
}
