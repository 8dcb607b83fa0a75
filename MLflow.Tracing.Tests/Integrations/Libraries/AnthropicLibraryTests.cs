using Anthropic;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>The real package Anthropic against a simulated vendor.</summary>
[TestClass]
public sealed class AnthropicLibraryTests
{
    private static readonly MessageCreateParams s_question = new() { Model = "claude-x", MaxTokens = 10, Messages = [new UserMessageParam { Content = "Hi" }] };

    [TestMethod]
    public async Task Message_is_recorded()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();

        var message = await Client(simulator).Messages.Create(s_question);

        Assert.AreEqual("msg_1", message.ID);
        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(("Messages", SpanStatusCode.Ok), (span.Name, span.Status.Code));
        Assert.AreEqual("claude-x", (string?)JObject.Parse(span.Attributes["mlflow.spanInputs"])["model"]);
        Assert.AreEqual("\"anthropic\"", span.Attributes["mlflow.message.format"]);
        Assert.IsFalse(span.Attributes.Values.Any(value => value.Contains("SECRET", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Streamed_message_is_assembled()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var events = 0;

        await foreach (var _ in Client(simulator).Messages.CreateStreaming(s_question))
        {
            events++;
        }

        Assert.IsGreaterThan(5, events);
        var answer = JObject.Parse((await session.SingleTraceAsync()).Spans.Single().Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual(("Hi there", "Bergen", "tool_use"), ((string?)answer.SelectToken("content[0].text"), (string?)answer.SelectToken("content[1].input.city"), (string?)answer["stop_reason"]));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Refusal_is_the_librarys_exception_and_an_error(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("""{"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}}""") with { Status = 404 });

        await Assert.ThrowsAsync<AnthropicApiException>(async () => _ = isStreamed ? await Client(simulator).Messages.CreateStreaming(s_question).CountAsync() : (object)await Client(simulator).Messages.Create(s_question));

        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "404 model: claude-x"), (await session.SingleTraceAsync()).Spans.Single().Status);
    }

    private static AnthropicClient Client(Simulator simulator)
        => new(new ClientOptions { ApiKey = "SECRET-KEY", BaseUrl = simulator.Address.ToString().TrimEnd('/'), MaxRetries = 0 }.UseMlflowTracing());
}
