using MLflow.Tracing.Http;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;
using OllamaSharp;
using OllamaSharp.Models;
using OllamaSharp.Models.Chat;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>The native API of the real package OllamaSharp against a simulated server.</summary>
[TestClass]
public sealed class OllamaLibraryTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Chat_is_recorded(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var ollama = Client(simulator);

        var text = string.Concat(await ollama.ChatAsync(Question(isStreamed)).Select(static piece => piece?.Message.Content).ToListAsync());

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(("chat", SpanStatusCode.Ok), (span.Name, span.Status.Code));
        Assert.AreEqual(text, (string?)JObject.Parse(span.Attributes["mlflow.spanOutputs"]).SelectToken("message.content"));
        Assert.AreEqual("Hi", (string?)JObject.Parse(span.Attributes["mlflow.spanInputs"]).SelectToken("messages[0].content"));
        Assert.AreEqual("""{"input_tokens":11,"output_tokens":3,"total_tokens":14}""", span.Attributes["mlflow.chat.tokenUsage"]);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = false)]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Refusal_is_the_exception_of_the_library_and_an_error(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("""{"error":"model 'llama3.2' not found"}""") with { Status = 404 });
        using var ollama = Client(simulator);

        await Assert.ThrowsAsync<Exception>(async () => await ollama.ChatAsync(Question(isStreamed)).ToListAsync());

        // Of a stream the library does not read why it was refused, and throws the response away without disposing of it.
        while ((await session.TracesAsync()).Count == 0)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, isStreamed ? "404 NotFound" : "404 model 'llama3.2' not found"), span.Status);
        Assert.AreEqual("Hi", (string?)JObject.Parse(span.Attributes["mlflow.spanInputs"]).SelectToken("messages[0].content"));
    }

    [TestMethod]
    public async Task Completion_and_embedding_are_recorded()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        using var ollama = Client(simulator);

        var text = string.Concat(await ollama.GenerateAsync("Hi").Select(static piece => piece?.Response).ToListAsync());
        await ollama.EmbedAsync(new EmbedRequest { Model = "all-minilm", Input = ["abc"] });

        Assert.AreEqual("Hei", text);
        var spans = (await session.TracesAsync()).Select(static trace => trace.Spans.Single()).ToList();
        CollectionAssert.AreEqual(new[] { "generate \"LLM\"", "embed \"EMBEDDING\"" }, spans.Select(static span => $"{span.Name} {span.Attributes["mlflow.spanType"]}").ToArray());
    }

    private static ChatRequest Question(bool isStreamed) => new() { Model = "llama3.2", Messages = [new Message(ChatRole.User, "Hi")], Stream = isStreamed };

    private static OllamaApiClient Client(Simulator simulator) => new(new HttpClient(new LlmTracingHandler(new SocketsHttpHandler())) { BaseAddress = simulator.Address }, "llama3.2");
}
