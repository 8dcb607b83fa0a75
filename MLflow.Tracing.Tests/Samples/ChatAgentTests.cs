using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Samples;

/// <summary><c>samples/ChatAgent</c>: woven methods, a chat client with tools, and calls of a model, streamed, in one tree.</summary>
[TestClass]
public sealed class ChatAgentTests
{
    [TestMethod]
    public async Task Each_turn_is_one_tree_of_agent_loop_calls_and_tools()
    {
        using var folder = new TemporaryFolder();

        var run = await ProcessRun.DotnetAsync(folder.Path, [SampleProgram.PathOf("ChatAgent")], new Dictionary<string, string> { ["OPENAI_API_KEY"] = "", ["OPENAI_BASE_URL"] = "" });

        Assert.AreEqual((0, ""), (run.ExitCode, run.Error), run.ToString());
        Assert.Contains("It is sunny in Zürich, and it is noon.", run.Output);
        Assert.Contains("└─ TravelGuide.AnswerAsync  AGENT", run.Output);
        var traces = StoredTrace.ReadAll(folder.Path);
        CollectionAssert.AreEqual(new[] { "TravelGuide.AnswerAsync", "TravelGuide.AnswerAsync" }, traces.Select(static trace => trace.Root.Name).ToList());
        Assert.HasCount(1, traces.Select(static trace => trace.SessionId).Distinct().Where(static session => session is not null).ToList());

        var first = traces[0];
        var loop = first.ChildrenOf(first.Root).Single();
        Assert.AreEqual("CHAIN", loop.Type);
        CollectionAssert.AreEqual(new[] { "Completions", "weather", "time", "Completions" }, first.ChildrenOf(loop).Select(static span => span.Name).ToList(), first.ToString());
        Assert.AreEqual("Almanac.WeatherIn", first.ChildrenOf(first.Spans.Single(static span => span.Name == "weather")).Single().Name);
        AssertTokens(61, 16, 77, first);
        AssertTokens(41, 9, 50, traces[1]);
    }

    // What the simulator's answers say.
    private static void AssertTokens(int input, int output, int total, StoredTrace trace)
        => Assert.IsTrue(JToken.DeepEquals(new JObject { ["input_tokens"] = input, ["output_tokens"] = output, ["total_tokens"] = total }, JObject.Parse(trace.Metadata["mlflow.trace.tokenUsage"])), trace.ToString());
}
