using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;
using OpenAI;
using OpenAI.Chat;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>Agents of the real package Microsoft.Agents.AI against a simulated vendor.</summary>
[TestClass]
public sealed class AgentsTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Run_of_an_agent_with_tools_is_a_tree(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of(isStreamed ? "openai-chat.sse" : "openai-chat-tools.json"));
        simulator.AnswerNext(Answer.Of(isStreamed ? "openai-chat-final.sse" : "openai-chat.json"));
        var agent = Agent(simulator);

        var response = isStreamed ? await agent.RunStreamingAsync("What is it like?").ToAgentResponseAsync() : await agent.RunAsync("What is it like?");

        Assert.EndsWith(isStreamed ? "and it is noon." : "Hello!", response.Text);
        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(
            isStreamed
                ? new[] { "guide AGENT", "- ChatClient CHAT_MODEL", "- weather TOOL", "- time TOOL", "- ChatClient CHAT_MODEL" }
                : ["guide AGENT", "- ChatClient CHAT_MODEL", "- weather TOOL", "- ChatClient CHAT_MODEL"],
            SpanTree.Of(trace));
        Assert.AreEqual("What is it like?", (string?)JObject.Parse(trace.Spans[0].Attributes["mlflow.spanInputs"]).SelectToken("messages[0].content"));
        Assert.EndsWith(isStreamed ? "and it is noon." : "Hello!", (string?)JObject.Parse(trace.Spans[0].Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
        var system = JObject.Parse(trace.Spans[1].Attributes["mlflow.spanInputs"]).SelectToken("messages[0]")!;
        Assert.AreEqual(("system", "You guide people."), ((string?)system["role"], (string?)system["content"]));
        Assert.AreEqual(isStreamed ? 77 : 50, (int)JObject.Parse(trace.Info.Metadata["mlflow.trace.tokenUsage"])["total_tokens"]!);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Failure_is_the_exception_of_the_library_and_an_error_of_call_and_run(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });
        var agent = Agent(simulator);

        await Assert.ThrowsExactlyAsync<ClientResultException>(async () => _ = isStreamed ? await agent.RunStreamingAsync("Hi").ToAgentResponseAsync() : await agent.RunAsync("Hi"));

        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { "guide AGENT", "- ChatClient CHAT_MODEL" }, SpanTree.Of(trace));
        Assert.IsTrue(trace.Spans.All(static span => span.Status.Code == SpanStatusCode.Error));
    }

    [TestMethod]
    public async Task Conversation_of_an_agent_goes_on_as_without_us()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var agent = Agent(simulator);
        var conversation = await agent.CreateSessionAsync();

        await agent.RunAsync("Hi", conversation);
        await agent.RunAsync("And again", conversation);

        Assert.Contains("Hello!", simulator.Calls[1].Body, "The second call tells what the first one said.");
        Assert.HasCount(2, await session.TracesAsync());
    }

    private static AIAgent Agent(Simulator simulator)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(simulator.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        var model = new ChatClient("gpt-4o-mini", new ApiKeyCredential("SECRET-KEY"), options).AsIChatClient().AsBuilder().UseMlflowTracing().Build();
        return new ChatClientAgent(
            model,
            instructions: "You guide people.",
            name: "guide",
            tools: [AIFunctionFactory.Create(static (string city) => "sunny in " + city, "weather"), AIFunctionFactory.Create(static () => "noon", "time")]).AsBuilder().UseMlflowTracing().Build();
    }
}
