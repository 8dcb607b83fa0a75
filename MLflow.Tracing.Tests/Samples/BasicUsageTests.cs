using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>What the code under "Basic usage" in the README records: the sample it is taken from, run as a process.</summary>
[TestClass]
public sealed class BasicUsageTests
{
    private static readonly Lazy<Task<IReadOnlyList<StoredTrace>>> s_traces = new(RunAsync);

    [TestMethod]
    public async Task Wrapper_records_one_span_a_call()
    {
        var trace = (await s_traces.Value)[0];

        Assert.HasCount(1, trace.Spans, trace.ToString());
        AssertSpan(trace.Root, "get_weather", "TOOL", new JObject { ["city"] = "Bergen" }, "It rains in Bergen.");
    }

    [TestMethod]
    public async Task Nested_calls_are_children()
    {
        var trace = (await s_traces.Value)[1];

        Assert.HasCount(2, trace.Spans, trace.ToString());
        AssertSpan(trace.Root, "advise", "AGENT", new JObject { ["question"] = "Do I need an umbrella?", ["city"] = "Bergen" }, "Take an umbrella.");
        AssertSpan(trace.ChildrenOf(trace.Root).Single(), "get_weather", "TOOL", new JObject { ["city"] = "Bergen" }, "It rains in Bergen.");
    }

    [TestMethod]
    public async Task Attribute_records_methods_public_and_private()
    {
        var trace = (await s_traces.Value)[2];

        Assert.HasCount(2, trace.Spans, trace.ToString());
        AssertSpan(trace.Root, "ExplainAsync", "AGENT", new JObject { ["word"] = "span" }, "A span is one unit of work.");
        AssertSpan(trace.ChildrenOf(trace.Root).Single(), "search", "RETRIEVER", new JObject { ["word"] = "span" }, new JArray("A span is one unit of work."));
    }

    [TestMethod]
    public async Task Block_records_what_it_is_given_returns_and_says()
    {
        var trace = (await s_traces.Value)[3];

        Assert.HasCount(1, trace.Spans, trace.ToString());
        AssertSpan(trace.Root, "chat", "CHAT_MODEL", new JObject { ["question"] = "Does it rain in Bergen?" }, "Take an umbrella.");
        Assert.AreEqual("""{"input_tokens":9,"output_tokens":4,"total_tokens":13}""", trace.Metadata["mlflow.trace.tokenUsage"]);
    }

    [TestMethod]
    public async Task Manual_span_is_a_child_of_the_parent_it_names()
    {
        var trace = (await s_traces.Value)[4];

        Assert.HasCount(2, trace.Spans, trace.ToString());
        AssertSpan(trace.Root, "import", "WORKFLOW", new JObject { ["folder"] = "docs" }, "done");
        AssertSpan(trace.ChildrenOf(trace.Root).Single(), "parse", "PARSER", null, new JObject { ["passages"] = 2 });
    }

    [TestMethod]
    public async Task Sessions_and_users_are_metadata_of_the_traces_that_name_them_and_of_no_other()
    {
        var traces = await s_traces.Value;

        CollectionAssert.AreEqual(new[] { "reply", "advise" }, traces.Skip(5).Select(static trace => trace.Root.Name).ToArray());
        Assert.IsTrue(traces.Skip(5).All(static trace => (trace.SessionId, trace.Metadata["mlflow.trace.user"]) == ("session-1", "ann")), string.Join('\n', traces));
        Assert.IsTrue(traces.Take(5).All(static trace => trace.SessionId is null && !trace.Metadata.ContainsKey("mlflow.trace.user")), string.Join('\n', traces));
    }

    private static async Task<IReadOnlyList<StoredTrace>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        var run = await ProcessRun.DotnetAsync(folder.Path, [SampleProgram.PathOf("BasicUsage")]);
        Assert.AreEqual((0, ""), (run.ExitCode, run.Error), run.ToString());
        Assert.Contains("A span is one unit of work.", run.Output);
        var traces = StoredTrace.ReadAll(folder.Path);
        Assert.HasCount(7, traces, run.ToString());
        return traces;
    }

    private static void AssertSpan(StoredSpan span, string name, string type, JToken? inputs, JToken outputs)
    {
        Assert.AreEqual((name, type, "STATUS_CODE_OK"), (span.Name, span.Type, span.Status));
        Assert.IsTrue(JToken.DeepEquals(inputs, span.Inputs) && JToken.DeepEquals(outputs, span.Outputs), span.ToString());
    }
}
