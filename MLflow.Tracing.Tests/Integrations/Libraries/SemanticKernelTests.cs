using System.ClientModel;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using Microsoft.SemanticKernel.Data;
using MLflow.Tracing.Http;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

#pragma warning disable SKEXP0001 // the library's searches are an experiment of its own

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
    public async Task Streamed_prompt_with_tools_is_a_tree()
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        var tools = Encoding.UTF8.GetString(Answer.Of("openai-chat.sse").Body).Replace("\"weather\"", "\"sky-weather\"", StringComparison.Ordinal).Replace("\"time\"", "\"sky-time\"", StringComparison.Ordinal);
        simulator.AnswerNext(Answer.Of("openai-chat.sse") with { Body = Encoding.UTF8.GetBytes(tools) });
        simulator.AnswerNext(Answer.Of("openai-chat-final.sse") with { PieceBytes = 7 });
        var kernel = Kernel(simulator);
        var text = "";

        await foreach (var piece in kernel.InvokePromptStreamingAsync("What is it like in {{$city}}?", new KernelArguments(Automatic) { ["city"] = "Bergen" }))
        {
            Assert.IsNull(Mlflow.CurrentSpan, "Between two pieces the program is where it was.");
            text += piece;
        }

        var trace = await session.SingleTraceAsync();
        var prompt = trace.Spans[0];
        Assert.AreEqual("CHAIN", prompt.Attributes["mlflow.spanType"].Trim('"'));
        Assert.AreEqual("\"What is it like in Bergen?\"", prompt.Attributes["rendered_prompt"]);
        Assert.AreEqual(new JObject { ["role"] = "assistant", ["content"] = text }.ToString(), JObject.Parse(prompt.Attributes["mlflow.spanOutputs"]).ToString());
        CollectionAssert.AreEqual(new[] { $"{prompt.Name} CHAIN", "- Completions LLM", "- sky.weather TOOL", "- sky.time TOOL", "- Completions LLM" }, SpanTree.Of(trace));
    }

    [TestMethod]
    public async Task Stream_of_a_function_is_recorded_piece_by_piece_as_its_type_says()
    {
        using var session = new RecordingSession();
        var kernel = new Kernel().UseMlflowTracing();
        var count = KernelFunctionFactory.CreateFromMethod(CountAsync, "count");
        var words = KernelFunctionFactory.CreateFromMethod(WordsAsync, "words");

        var numbers = new List<int>();
        await foreach (var number in kernel.InvokeStreamingAsync<int>(count))
        {
            numbers.Add(number);
        }

        await foreach (var word in kernel.InvokeStreamingAsync<string>(words))
        {
            Assert.AreEqual("one ", word);
            break;
        }

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, numbers);
        var traces = await session.TracesAsync();
        Assert.AreEqual(("count", "[1,2,3]"), (traces[0].Spans[0].Name, traces[0].Spans[0].Attributes["mlflow.spanOutputs"]));
        CollectionAssert.AreEqual(new[] { "count TOOL", "- inner UNKNOWN" }, SpanTree.Of(traces[0]));
        Assert.AreEqual(("words", "\"one \""), (traces[1].Spans[0].Name, traces[1].Spans[0].Attributes["mlflow.spanOutputs"]));
        Assert.AreEqual("abandoned", traces[1].Spans[0].Events[^1].Name);

        static async IAsyncEnumerable<int> CountAsync()
        {
            yield return 1;
            using var inner = Mlflow.StartActiveSpan("inner");
            await Task.Yield();
            yield return 2;
            yield return 3;
        }

        static async IAsyncEnumerable<string> WordsAsync()
        {
            yield return "one ";
            await Task.Yield();
            yield return "two ";
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Failure_is_the_exception_of_the_library_and_an_error(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });
        var kernel = Kernel(simulator);

        var thrown = await Assert.ThrowsAsync<Exception>(async () =>
        {
            if (!isStreamed)
            {
                await kernel.InvokePromptAsync("Hi");
                return;
            }

            await foreach (var piece in kernel.InvokePromptStreamingAsync("Hi"))
            {
                Assert.Fail($"a piece: {piece}");
            }
        });

        Assert.AreEqual(404, isStreamed ? ((ClientResultException)thrown).Status : (int?)((HttpOperationException)thrown).StatusCode);
        var trace = await session.SingleTraceAsync();
        Assert.IsTrue(trace.Spans.All(static span => span.Status.Code == SpanStatusCode.Error));
        CollectionAssert.AreEqual(new[] { $"{trace.Spans[0].Name} CHAIN", "- Completions LLM" }, SpanTree.Of(trace));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Search_is_a_retriever_with_its_documents(bool fails)
    {
        using var session = new RecordingSession();
        var library = new Library(fails);
        var search = library.UseMlflowTracing("library");
        var kernel = new Kernel().UseMlflowTracing();
        var find = KernelFunctionFactory.CreateFromMethod(async (string query) => await (await library.GetTextSearchResultsAsync(query)).Results.ToListAsync(), "find");

        var found = await FoundAsync(() => kernel.InvokeAsync<List<TextSearchResult>>(find, new() { ["query"] = "fog" }));
        var books = await FoundAsync(async () => await (await search.GetSearchResultsAsync("fog")).Results.ToListAsync());
        var texts = await FoundAsync(async () => await (await search.SearchAsync("fog", new TextSearchOptions<Book> { Top = 1 })).Results.ToListAsync());

        var traces = await session.TracesAsync();
        CollectionAssert.AreEqual(new[] { fails ? "find TOOL" : "find RETRIEVER", "library RETRIEVER", "library RETRIEVER" }, traces.Select(static trace => SpanTree.Of(trace).Single()).ToArray());
        var spans = traces.Select(static trace => trace.Spans.Single()).ToList();
        if (fails)
        {
            Assert.IsTrue(spans.All(static span => span.Status is { Code: SpanStatusCode.Error, Message: "InvalidOperationException: The library is closed." }));
            return;
        }

        Assert.AreEqual((1, 1, 1), (found!.Count, books!.Count, texts!.Count));
        Assert.AreEqual("""[{"page_content":"Fog is water.","metadata":{"name":"On fog","doc_uri":"https://books.example/fog"}}]""", spans[0].Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual(spans[0].Attributes["mlflow.spanOutputs"], spans[1].Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual("""[{"page_content":"Fog is water.","metadata":{}}]""", spans[2].Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual("""{"query":"fog","top":1}""", spans[2].Attributes["mlflow.spanInputs"]);

        static async Task<List<T>?> FoundAsync<T>(Func<Task<List<T>?>> search)
        {
            try
            {
                return await search();
            }
            catch (InvalidOperationException closed) when (closed.Message == "The library is closed.")
            {
                return null;
            }
        }
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
        Assert.HasCount(1, kernel.PromptRenderFilters);
        Assert.HasCount(2, services);
    }

    private static OpenAIPromptExecutionSettings Automatic => new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

    private static Kernel Kernel(Simulator simulator)
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder().UseMlflowTracing();
        builder.AddOpenAIChatCompletion("gpt-4o-mini", new Uri(simulator.Address, "/v1"), "SECRET-KEY");
        builder.Plugins.AddFromFunctions("sky", [KernelFunctionFactory.CreateFromMethod(static (string city) => "sunny in " + city, "weather"), KernelFunctionFactory.CreateFromMethod(static () => "noon", "time")]);
        return builder.Build();
    }

    private sealed record Book([property: TextSearchResultName] string Title, [property: TextSearchResultLink] string Address, [property: TextSearchResultValue] string Text);

    private sealed class Library(bool isClosed) : ITextSearch<Book>
    {
        private static readonly Book Fog = new("On fog", "https://books.example/fog", "Fog is water.");

        public Task<KernelSearchResults<string>> SearchAsync(string query, TextSearchOptions<Book>? searchOptions = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new KernelSearchResults<string>(FindAsync(Fog.Text)));

        public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(string query, TextSearchOptions<Book>? searchOptions = null, CancellationToken cancellationToken = default)
            => isClosed
                ? throw new InvalidOperationException("The library is closed.")
                : Task.FromResult(new KernelSearchResults<TextSearchResult>(FindAsync(new TextSearchResult(Fog.Text) { Name = Fog.Title, Link = Fog.Address })));

        public Task<KernelSearchResults<Book>> GetSearchResultsAsync(string query, TextSearchOptions<Book>? searchOptions = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new KernelSearchResults<Book>(FindAsync(Fog)));

        private async IAsyncEnumerable<T> FindAsync<T>(T found)
        {
            await Task.Yield();
            yield return isClosed ? throw new InvalidOperationException("The library is closed.") : found;
        }
    }
}
