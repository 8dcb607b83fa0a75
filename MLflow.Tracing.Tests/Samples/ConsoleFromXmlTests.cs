using MLflow.Tracing.Tests.Building;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Samples;

/// <summary><c>samples/ConsoleFromXml</c>, a program whose code knows nothing of tracing, woven and not.</summary>
[TestClass]
public sealed class ConsoleFromXmlTests
{
    private const string Answers = "Dear Ada, your parcel is in Bergen.\nDear Grace, we know of no such parcel.\nDear Edsger, which parcel do you mean?\n";

    [TestMethod]
    public async Task Without_a_place_for_traces_it_only_answers()
    {
        using var folder = new TemporaryFolder();

        await RunAsync(folder.Path, []);

        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public async Task Each_letter_is_a_trace_of_what_the_rules_name()
    {
        using var folder = new TemporaryFolder();

        await RunAsync(folder.Path, new() { ["MLFLOW_TRACKING_URI"] = "file:mlflow-traces" });

        var traces = StoredTrace.ReadAll(folder.Path);
        CollectionAssert.AreEqual(Enumerable.Repeat("HelpDesk.AnswerAsync", 3).ToList(), traces.Select(trace => trace.Root.Name).ToList(), string.Join('\n', traces));
        Assert.IsTrue(traces.All(trace => (trace.Root.Type, trace.Root.Status) == ("CHAIN", "STATUS_CODE_OK")), string.Join('\n', traces));
        CollectionAssert.AreEqual(new[] { "split", "ParcelRegister.FindAsync" }, traces[0].ChildrenOf(traces[0].Root).Select(span => span.Name).ToList(), traces[0].ToString());
        Assert.IsTrue(JToken.DeepEquals(new JObject { ["number"] = 17 }, traces[0].SpanOf("RETRIEVER").Inputs), traces[0].ToString());
        CollectionAssert.AreEqual(new[] { "System.Collections.Generic.KeyNotFoundException" }, traces[1].SpanOf("RETRIEVER").ExceptionTypes.ToList(), traces[1].ToString());
        Assert.HasCount(1, traces[2].ChildrenOf(traces[2].Root).ToList(), traces[2].ToString());
    }

    [TestMethod]
    public async Task Senders_are_redacted()
    {
        using var folder = new TemporaryFolder();

        await RunAsync(folder.Path, new() { ["MLFLOW_TRACKING_URI"] = "file:mlflow-traces" });

        var senders = StoredTrace.ReadAll(folder.Path).Select(trace => (string?)trace.Root.Inputs!["sender"]).ToList();
        CollectionAssert.AreEqual(Enumerable.Repeat("[redacted]", 3).ToList(), senders);
    }

    [TestMethod]
    public void Its_code_has_no_word_about_tracing()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "samples/ConsoleFromXml"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).ToList();

        Assert.HasCount(4, sources);
        Assert.IsEmpty(sources.Where(file => File.ReadAllText(file).Contains("mlflow", StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task RunAsync(string folder, Dictionary<string, string> environment)
    {
        var run = await ProcessRun.DotnetAsync(folder, [SampleProgram.PathOf("ConsoleFromXml")], environment);

        Assert.AreEqual((0, Answers, ""), (run.ExitCode, run.Output, run.Error), run.ToString());
    }
}
