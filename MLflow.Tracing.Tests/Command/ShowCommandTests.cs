using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;
using static MLflow.Tracing.Tests.Command.TraceStore;

namespace MLflow.Tracing.Tests.Command;

/// <summary><c>mlflow-tracing show</c>, run as its user would.</summary>
[TestClass]
public sealed class ShowCommandTests : IDisposable
{
    private readonly TraceStore _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public async Task List_when_no_terminal_shows_it_is_aligned_text_with_the_newest_at_its_end()
    {
        await _store.StoreAsync(Named(3, "summarise", TraceState.Error, 1750), Named(1, "answer", session: "chat-1"));
        await _store.StoreAsync(Named(2, "retrieve"));

        var show = await _store.RunAsync("show");

        Assert.AreEqual(0, show.ExitCode, show.ToString());
        Assert.AreEqual(
            """
            TIME                 STATUS  DURATION  SPANS  ID                                   SESSION     NAME
            2026-11-22 21:19:17  OK         13 ms      1  tr-00000000000000000000000000000001  chat-1      answer
            2026-11-22 21:19:18  OK         13 ms      1  tr-00000000000000000000000000000002              retrieve
            2026-11-22 21:19:19  ERROR     1.75 s      1  tr-00000000000000000000000000000003              summarise
            3 traces, 1 error

            """,
            show.Output);
        Assert.IsEmpty(show.Error);
    }

    [TestMethod]
    [DataRow("80")]
    [DataRow("100")]
    public async Task List_when_there_is_little_room_is_cut_to_it(string columns)
    {
        await _store.StoreAsync(Named(1, new string('n', 120), session: "a session with a long name"), Named(2, "line\nbreak"));

        var show = await _store.RunWithAsync("COLUMNS", columns, "show");

        var lines = show.Output.Split('\n');
        Assert.AreEqual(int.Parse(columns, System.Globalization.CultureInfo.InvariantCulture), lines.Max(static line => line.Length), show.Output);
        Assert.Contains("tr-0000000…  a session…  nnnn", lines[1]);
        Assert.EndsWith("  line break", lines[2]);
    }

    [TestMethod]
    public async Task Tree_shows_the_spans_of_each_trace()
    {
        await _store.StoreAsync(Named(1, "answer") with { Spans = [SampleTrace.CreateSpan(1, "answer", 1, null), SampleTrace.CreateSpan(1, "retrieve", 2, 1)] });

        var show = await _store.RunAsync("show", "--tree");

        Assert.AreEqual(
            """
            ● answer  OK  13 ms  tr-00000000000000000000000000000001
            └─ answer  UNKNOWN  13 ms
               └─ retrieve  UNKNOWN  13 ms

            1 trace, 0 errors

            """,
            show.Output);
    }

    [TestMethod]
    [DataRow("2", "--status", "error")]
    [DataRow("2 4", "--name", "RETR*")]
    [DataRow("1", "--name", "answer")]
    [DataRow("3 4", "--since", "2026-11-22T21:19:19Z")]
    [DataRow("", "--since", "2027-01-01")]
    [DataRow("3", "--session", "chat-2")]
    [DataRow("4", "--id", "tr-00000000000000000000000000000004")]
    [DataRow("1 2 3 4", "--id", "0000")]
    [DataRow("2 3", "--slow", "2")]
    [DataRow("3 4", "--limit", "2")]
    [DataRow("4", "--status", "ok", "--name", "*e*", "--limit", "1")]
    public async Task Filter_when_given_leaves_what_matches(string expected, params string[] filter)
    {
        await _store.StoreAsync(
            Named(1, "answer", ms: 5), Named(2, "retrieve", TraceState.Error, 900), Named(3, "summarise", ms: 800, session: "chat-2"), Named(4, "retrieve more", ms: 1));

        var show = await _store.RunAsync(["show", .. filter]);

        Assert.AreEqual(0, show.ExitCode, show.ToString());
        Assert.AreEqual(expected, string.Join(' ', show.Output.Split('\n').Where(static line => line.Contains("tr-", StringComparison.Ordinal)).Select(static line => line[line.IndexOf("tr-", StringComparison.Ordinal) + 34])));
        Assert.Contains($"{expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length}{(expected == "1 2 3 4" ? "" : " of 4")} traces", show.Output);
    }

    [TestMethod]
    public async Task Since_when_a_duration_counts_from_now()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
        await _store.StoreAsync(
            Named(1, "old") with { Info = Named(1, "old").Info with { RequestTimeUnixNs = now - 7_200_000_000_000 } },
            Named(2, "new") with { Info = Named(2, "new").Info with { RequestTimeUnixNs = now } });

        var show = await _store.RunAsync("show", "--since", "1h");

        Assert.Contains("  new\n1 of 2 traces", show.Output);
    }

    [TestMethod]
    public async Task Json_is_what_is_stored_line_by_line()
    {
        await _store.StoreAsync(Named(1, "answer"), Named(2, "retrieve"));

        var show = await _store.RunAsync("show", "--json", "--name", "retrieve");

        Assert.AreEqual(File.ReadAllLines(_store.FirstFile)[1] + "\n", show.Output);
    }

    [TestMethod]
    public async Task Parts_that_other_processes_recorded_are_one_trace_with_the_rest()
    {
        var answer = Named(1, "answer");
        var part = new Trace(
            Named(1, "retrieve", ms: 7).Info with { IsPart = true },
            [SampleTrace.CreateSpan(1, "retrieve", 2, 1), SampleTrace.CreateSpan(1, "embed", 3, 2)]);
        await _store.StoreAsync(part);
        await _store.StoreAsync(answer);

        var list = await _store.RunAsync("show");
        var tree = await _store.RunAsync("show", "--tree");
        var json = await _store.RunAsync("show", "--json");

        Assert.Contains("OK         13 ms      3  tr-00000000000000000000000000000001  answer\n1 trace, 0 errors", list.Output);
        Assert.Contains("└─ answer  UNKNOWN  13 ms\n   └─ retrieve  UNKNOWN  13 ms\n      └─ embed", tree.Output);
        CollectionAssert.AreEquivalent(new[] { LineOf(part), LineOf(answer) }, json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    public async Task Line_that_is_no_trace_is_reported_and_the_others_are_shown()
    {
        _store.Append("traces-1.jsonl", LineOf(Named(1, "answer")) + "\nno trace\n" + LineOf(Named(2, "retrieve")) + "\n" + LineOf(Named(3, "torn"))[..100]);

        var show = await _store.RunAsync("show");

        Assert.AreEqual(0, show.ExitCode, show.ToString());
        Assert.Contains("2 traces, 0 errors", show.Output);
        Assert.Contains("warning MLT421: Line 2 of ", show.Error);
        Assert.Contains("warning MLT421: Line 4 of ", show.Error);
        Assert.Contains("it ends early", show.Error);
    }

    [TestMethod]
    public async Task Store_when_named_in_any_way_is_found()
    {
        await _store.StoreAsync(Named(1, "answer"));
        Directory.Move(_store.Path, Path.Combine(_store.Directory, "other"));

        Assert.Contains("1 trace,", (await _store.RunAsync("show", "other")).Output);
        Assert.Contains("1 trace,", (await _store.RunAsync("show", "file:other")).Output);
        Assert.Contains("1 trace,", (await _store.RunWithAsync("MLFLOW_TRACKING_URI", "file:other", "show")).Output);
        await _store.AssertRefusedAsync("MLT073", "show");
        await _store.AssertRefusedAsync("MLT073", "show", "file:");
        await _store.AssertRefusedAsync("--since", "show", "other", "--since", "soon");
        await _store.AssertRefusedAsync("--slow", "show", "other", "--slow", "0");
        await _store.AssertRefusedAsync("exclude each other", "show", "other", "--tree", "--json");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Follow_shows_traces_as_they_come_until_it_is_interrupted()
    {
        _store.Append("traces-1.jsonl", LineOf(Named(1, "first")) + "\n" + LineOf(Named(2, "slowly written"))[..50]);
        using var show = _store.Start("show", "--follow", "--name", "*r*");
        await show.ReadUntilAsync("first");

        _store.Append("traces-2.jsonl", LineOf(Named(3, "other process")) + "\n" + LineOf(Named(4, "unasked")) + "\n");
        await show.ReadUntilAsync("other process");
        _store.Append("traces-1.jsonl", LineOf(Named(2, "slowly written"))[50..] + "\n" + LineOf(Named(5, "torn"))[..50]);
        await show.ReadUntilAsync("slowly written");

        var end = await show.InterruptAsync();
        Assert.AreEqual(0, end.ExitCode, end.ToString());
        Assert.EndsWith("3 of 4 traces, 0 errors\n", end.Output);
        Assert.HasCount(5, end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), end.ToString());
        Assert.Contains("Line 3 of ", end.Error);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Follow_when_there_is_no_store_yet_waits_for_it()
    {
        using var show = _store.Start("show", "--follow");
        await show.ReadUntilAsync("TIME");

        await _store.StoreAsync(Named(1, "answer"));
        await show.ReadUntilAsync("answer");
        var part = Named(1, "elsewhere") with { Spans = [SampleTrace.CreateSpan(1, "elsewhere", 2, 1)] };
        await _store.StoreAsync(part with { Info = part.Info with { IsPart = true } });
        Assert.Contains("    2  tr-00000000000000000000000000000001", await show.ReadUntilAsync("answer"));

        var end = await show.InterruptAsync();
        Assert.AreEqual(0, end.ExitCode, end.ToString());
        Assert.Contains("waiting for", end.Error);
        Assert.EndsWith("1 trace, 0 errors\n", end.Output);
    }
}
