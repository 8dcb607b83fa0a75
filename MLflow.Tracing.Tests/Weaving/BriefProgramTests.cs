using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Scenarios;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>A woven program of ten lines that ends at once and flushes nothing: all its traces arrive, and what it left open says why it ended.</summary>
[TestClass]
public sealed class BriefProgramTests
{
    private const int Answers = 20;

    public static IEnumerable<object[]> Endings =>
    [
        ["end", 0, "the process ended"],
        ["code", 3, "the process ended"],
        ["throw", 134, "an exception was not handled: System.InvalidOperationException"],
        ["exit", 5, "the process ended"],
        ["SIGTERM", 143, "the process received SIGTERM"],
        ["SIGINT", 130, "the process received SIGINT"],
    ];

    [TestMethod]
    [DynamicData(nameof(Endings))]
    public async Task S14_server_gets_all_traces_however_the_program_ends(string how, int exitCode, string reason)
    {
        await using var server = new RecordingServer { Version = "3.7.0" };

        await RunAsync(how, exitCode, server.Address);

        var parts = SentPart.Of(server).ToList();
        AssertAll(how, reason, parts.Where(part => part.Info is not null).Select(part => part.TraceId), [.. SpansPushedTo(server)]);
    }

    [TestMethod]
    [DynamicData(nameof(Endings))]
    public async Task S14_folder_gets_all_traces_however_the_program_ends(string how, int exitCode, string reason)
    {
        using var folder = new StoreFolder();

        await RunAsync(how, exitCode, "file:" + folder.Path);

        var traces = folder.Files.SelectMany(File.ReadAllLines).Select(RecordedRequest.ParseJson).ToList();
        AssertAll(
            how,
            reason,
            traces.Select(trace => (string)trace["info"]!["trace_id"]!),
            [.. traces.SelectMany(trace => trace["data"]!["spans"]!).Select(span => SentSpan.Of((JObject)span, hasJsonTexts: true))]);
    }

    private static async Task RunAsync(string how, int exitCode, string trackingUri)
    {
        var program = new FixtureProgram("Brief", "Release");
        var woven = program.Weave(method => method.Name != "Main");

        // Whoever runs the tests may ignore signals, and programs inherit that.
        var run = await program.RunAsync(
            woven, new() { ["EXIT_BY"] = how, ["MLFLOW_TRACKING_URI"] = trackingUri, ["MLFLOW_EXPERIMENT_ID"] = "123" }, "env", "--default-signal");

        Assert.AreEqual(exitCode, run.ExitCode, run.ToString());
    }

    private static IEnumerable<SentSpan> SpansPushedTo(RecordingServer server)
        => server.Requests.Where(request => request.Route == RecordedRequest.PushSpans).SelectMany(request => SentPart.SpansOf(request.Otlp));

    private static void AssertAll(string how, string reason, IEnumerable<string> traces, IReadOnlyList<SentSpan> spans)
    {
        CollectionAssert.AreEquivalent(spans.Select(span => span.TraceId).Distinct().ToArray(), traces.ToArray());
        var answers = spans.Where(span => span.Name == "Answer").ToList();
        CollectionAssert.AreEquivalent(Enumerable.Range(0, Answers).Select(i => $"answer {i}").ToArray(), answers.Select(span => (string?)span.Attributes["mlflow.spanOutputs"]).ToArray());
        Assert.IsTrue(answers.TrueForAll(span => span.Status == "OK"));
        AssertCutOff(spans.Single(span => span.Name == "Wait"), reason);
        var leave = spans.Single(span => span.Name == "Leave");
        if (how is "end" or "code")
        {
            Assert.AreEqual("OK", leave.Status);
        }
        else
        {
            AssertCutOff(leave, reason);
        }
    }

    private static void AssertCutOff(SentSpan span, string reason)
    {
        Assert.AreEqual("ERROR", span.Status, span.Name);
        Assert.Contains(reason, span.Message);
    }
}
