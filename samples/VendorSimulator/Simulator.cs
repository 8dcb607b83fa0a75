using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VendorSimulator;

/// <summary>A server on a free loopback port that answers as the vendors of language models do, from data files or as it is told.</summary>
public sealed class Simulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();
    private readonly ConcurrentQueue<Answer> _next = new();

    private Simulator(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What was received until now, in order.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    public static async Task<Simulator> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var simulator = new Simulator(builder.Build());
        simulator._app.Run(simulator.HandleAsync);
        await simulator._app.StartAsync();
        return simulator;
    }

    /// <summary>Answers the next call so, whatever it is.</summary>
    public void AnswerNext(Answer answer) => _next.Enqueue(answer);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var call = new ReceivedCall(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), await reader.ReadToEndAsync());
        _calls.Enqueue(call);
        await SendAsync(context, _next.TryDequeue(out var told) ? told : Usual(call, isEventStream: context.Request.Query["alt"] == "sse"));
    }

    private static Answer Usual(ReceivedCall call, bool isEventStream) => (call.Path, Streams(call.Body)) switch
    {
        (var path, true) when path.EndsWith("/chat/completions", StringComparison.Ordinal) => Answer.Of("openai-chat.sse"),
        (var path, _) when path.EndsWith("/chat/completions", StringComparison.Ordinal) => Answer.Of("openai-chat.json"),
        (var path, true) when path.EndsWith("/responses", StringComparison.Ordinal) => Answer.Of("openai-responses.sse"),
        (var path, _) when path.EndsWith("/responses", StringComparison.Ordinal) => Answer.Of("openai-responses.json"),
        ("/api/embed", _) => Answer.Of("ollama-embed.json"),
        (var path, _) when path.EndsWith("/embeddings", StringComparison.Ordinal) => Answer.Of("openai-embeddings.json"),
        (var path, true) when path.EndsWith("/messages", StringComparison.Ordinal) => Answer.Of("anthropic-messages.sse"),
        (var path, _) when path.EndsWith("/messages", StringComparison.Ordinal) => Answer.Of("anthropic-messages.json"),
        (var path, _) when path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) => Answer.Of(isEventStream ? "gemini-generate.sse" : "gemini-generate.list.json"),
        (var path, _) when path.EndsWith(":generateContent", StringComparison.Ordinal) => Answer.Of("gemini-generate.json"),
        (var path, _) when path.EndsWith(":embedContent", StringComparison.Ordinal) => Answer.Of("gemini-embed.json"),
        ("/api/chat", false) => Answer.Of("ollama-chat.json"),
        ("/api/chat", _) => Answer.Of("ollama-chat.ndjson"),
        ("/api/generate", _) => Answer.Of("ollama-generate.ndjson"),
        _ => Answer.Text("{}") with { Status = StatusCodes.Status404NotFound },
    };

    // Ollama streams unless it is told not to: no word is neither.
    private static bool? Streams(string body)
    {
        using var request = JsonDocument.Parse(body);
        return request.RootElement.TryGetProperty("stream", out var stream) ? stream.GetBoolean() : null;
    }

    private static async Task SendAsync(HttpContext context, Answer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.Headers.ContentEncoding = answer.ContentEncoding;
        var end = answer.BreaksAfter ?? answer.Body.Length;
        if (answer.BreaksAfter is not null)
        {
            // what is promised and does not come: the connection is closed, and what was sent is not lost on the way
            context.Response.ContentLength = answer.Body.Length;
        }

        await context.Response.StartAsync();
        var step = answer.PieceBytes == 0 ? Math.Max(end, 1) : answer.PieceBytes;
        for (var sent = 0; sent < end; sent += step)
        {
            await Task.Delay(answer.Delay, context.RequestAborted);
            await context.Response.Body.WriteAsync(answer.Body.AsMemory(sent, Math.Min(step, end - sent)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
