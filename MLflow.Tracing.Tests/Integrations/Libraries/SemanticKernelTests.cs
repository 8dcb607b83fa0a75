using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using MLflow.Tracing.Http;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>A kernel of the real package Microsoft.SemanticKernel, with OpenAI's connector, against a simulated vendor.</summary>
[TestClass]
public sealed class SemanticKernelTests
{
    [TestCleanup]
    public void Stop() => LlmCallTracing.Stop();

    [TestMethod]
    public async Task Prompt_with_tools_is_a_tree()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Text("""
            {"id":"c","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[
              {"id":"call_1","type":"function","function":{"name":"sky-weather","arguments":"{\"city\":\"Zürich\"}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":30,"completion_tokens":8,"total_tokens":38}}
            """));
        var kernel = Kernel(simulator);

        var result = await kernel.InvokePromptAsync("What is it like in {{$city}}?", new KernelArguments(Automatic) { ["city"] = "Bergen" });

        Assert.AreEqual("Hello!", result.ToString());
        var trace = await session.SingleTraceAsync();
        var prompt = trace.Spans[0];
        CollectionAssert.AreEqual(new[] { $"{prompt.Name} CHAIN", "- Completions LLM", "- sky.weather TOOL", "- Completions LLM" }, SpanTree.Of(trace));
        Assert.AreEqual("\"What is it like in Bergen?\"", prompt.Attributes["rendered_prompt"]);
        Assert.AreEqual("""{"role":"assistant","content":"Hello!"}""", prompt.Attributes["mlflow.spanOutputs"]);
        var tool = trace.Spans.Single(static span => span.Name == "sky.weather");
        Assert.AreEqual(("""{"city":"Zürich"}""", "\"sunny in Zürich\""), (tool.Attributes["mlflow.spanInputs"], tool.Attributes["mlflow.spanOutputs"]));
        Assert.AreEqual(50, (int)JObject.Parse(trace.Info.Metadata["mlflow.trace.tokenUsage"])["total_tokens"]!);
    }

    [TestMethod]
    public async Task Streamed_prompt_is_recorded_with_its_call()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat-final.sse") with { PieceBytes = 7 });
        var text = "";

        using (Mlflow.StartActiveSpan("turn", SpanType.Chain))
        {
            await foreach (var piece in Kernel(simulator).InvokePromptStreamingAsync("Hi"))
            {
                text += piece;
            }
        }

        Assert.AreEqual("It is sunny in Zürich, and it is noon.", text);
        var trace = await session.SingleTraceAsync();
        var call = trace.Spans.Single(static span => span.Name == "Completions");
        Assert.AreEqual(text, (string?)JObject.Parse(call.Attributes["mlflow.spanOutputs"]).SelectToken("choices[0].message.content"));
    }

    [TestMethod]
    public async Task Failure_is_the_exception_of_the_library_and_an_error()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });

        var thrown = await Assert.ThrowsExactlyAsync<HttpOperationException>(() => Kernel(simulator).InvokePromptAsync("Hi"));

        Assert.AreEqual(HttpStatusCode.NotFound, thrown.StatusCode);
        Assert.IsTrue((await session.SingleTraceAsync()).Spans.All(static span => span.Status.Code == SpanStatusCode.Error));
    }

    [TestMethod]
    public async Task Kernel_that_is_there_already_is_traced_once()
    {
        using var session = new RecordingSession();
        var kernel = new Kernel().UseMlflowTracing().UseMlflowTracing();
        var services = new ServiceCollection().AddMlflowKernelTracing().AddMlflowKernelTracing();

        await kernel.InvokeAsync(KernelFunctionFactory.CreateFromMethod(static (int number) => number * 2, "twice"), new KernelArguments { ["number"] = 21 });

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual(("twice", """{"number":21}""", "42"), (span.Name, span.Attributes["mlflow.spanInputs"], span.Attributes["mlflow.spanOutputs"]));
        Assert.HasCount(1, kernel.FunctionInvocationFilters);
        Assert.HasCount(1, services);
    }

    private static OpenAIPromptExecutionSettings Automatic => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private static Kernel Kernel(Simulator simulator)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder().UseMlflowTracing();
        builder.AddOpenAIChatCompletion("gpt-4o-mini", new Uri(simulator.Address, "/v1"), "SECRET-KEY");
        builder.Plugins.AddFromFunctions("sky", [KernelFunctionFactory.CreateFromMethod(static (string city) => "sunny in " + city, "weather")]);
        return builder.Build();
    }
}
