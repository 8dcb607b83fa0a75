using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>S23: methods that the runtime suspends. They run only in a process that was started with a switch.</summary>
[TestClass]
[Gate("S")]
public sealed class RuntimeAsyncTests
{
    private static readonly Dictionary<string, string> s_switch = new() { ["DOTNET_RuntimeAsync"] = "1" };
    private static readonly Dictionary<string, string> s_traced = new(s_switch) { ["MLFLOW_TRACKING_URI"] = "file:mlflow-traces" };

    [TestMethod]
    [DataRow("Debug")]
    [DataRow("Release")]
    public async Task S23_woven_program_prints_what_the_unwoven_one_prints_with_tracing_off_and_on(string configuration)
    {
        var program = new FixtureProgram("RuntimeAsync", configuration);
        var woven = program.Weave();
        Assert.IsEmpty(IlReaderGate.Findings(woven.Path).Except(IlReaderGate.Findings(new Fixture("RuntimeAsync", configuration, "net10.0").Path)));
        Assert.Contains(m => m.Contains("::Recovers", StringComparison.Ordinal), woven.Woven);

        var before = await program.RunUnwovenAsync(s_switch);
        var off = await program.RunAsync(woven, s_switch);
        var on = await program.RunAsync(woven, s_traced);

        Assert.AreEqual(7, before.ExitCode, before.ToString());
        Assert.DoesNotContain("not compiled", before.Output);
        Assert.Contains("at RuntimeAsync.Program.Recovers() in ", before.Output);
        AssertSameButForResumedFrames(before, off);
        AssertSameButForResumedFrames(before, on);
    }

    [TestMethod]
    [DataRow("Debug")]
    [DataRow("Release")]
    public async Task S23_spans_have_unwrapped_results_and_the_right_parents(string configuration)
    {
        var program = new FixtureProgram("RuntimeAsync", configuration);
        var woven = program.Weave();

        var run = await program.RunAsync(woven, s_traced);

        Assert.AreEqual(7, run.ExitCode, run.ToString());
        var trace = StoredTrace.ReadAll(Path.GetDirectoryName(woven.Path)!).Single(t => t.Spans.Any(s => s.Name == "Sum"));
        var sum = trace.Spans.Single(s => s.Name == "Sum");
        Assert.AreEqual("5", sum.Outputs?.ToString());
        Assert.AreEqual("""{"a":2,"b":3}""", sum.Inputs?.ToString(Newtonsoft.Json.Formatting.None));
        Assert.AreEqual(sum.Id, trace.Spans.Single(s => s.Name == "AddLater" && s.Outputs?.ToString() == "5").ParentId);
        var fanOut = trace.Spans.Single(s => s.Name == "FanOut");
        Assert.AreEqual("[10,11,12]", fanOut.Outputs?.ToString(Newtonsoft.Json.Formatting.None));
        Assert.AreEqual(3, trace.ChildrenOf(fanOut).SelectMany(trace.ChildrenOf).Count(s => s.Name == "AddLater"));
        Assert.AreEqual("at once!", trace.Spans.First(s => s.Name == "AtOnce").Outputs?.ToString());
        Assert.AreEqual("8", trace.Spans.Single(s => s.Name == "Value").Outputs?.ToString());
        Assert.IsTrue(trace.Spans.Where(s => s.Name == "Fails").All(s => s.Status == "STATUS_CODE_ERROR"));
        Assert.AreEqual("STATUS_CODE_UNSET", trace.Spans.Single(s => s.Name == "Cancelled").Status);
    }

    // The runtime resumes a frame with an exception only if the frame has a handler, and then shows it in the stack trace. A woven frame has
    // one: the trace has all frames of the unwoven one, in order, and further ones that were really passed. The place in a resumed frame is
    // the runtime's guess in both.
    private static void AssertSameButForResumedFrames(ProcessRun before, ProcessRun after)
    {
        var expected = new Queue<string>(Lines(before));
        foreach (var line in Lines(after))
        {
            if (expected.TryPeek(out var next) && next == line)
            {
                expected.Dequeue();
            }
            else
            {
                Assert.MatchesRegex(@"^   at RuntimeAsync\.Program\.(Fails|Cancelled|Recovers)\(", line, after.ToString());
            }
        }

        Assert.IsEmpty(expected, after.ToString());
    }

    // The runtime's own frames depend on which of two tasks is faster.
    private static IEnumerable<string> Lines(ProcessRun run)
    {
        var isResumed = false;
        foreach (var line in run.ToString().Split('\n'))
        {
            if (line.StartsWith("--- End of stack trace", StringComparison.Ordinal))
            {
                isResumed = true;
            }
            else if (!line.StartsWith("   at System.Runtime.CompilerServices.AsyncHelpers.", StringComparison.Ordinal))
            {
                yield return isResumed && line.LastIndexOf(" in ", StringComparison.Ordinal) is > 0 and var place ? line[..place] : line;
                isResumed = false;
            }
        }
    }
}
