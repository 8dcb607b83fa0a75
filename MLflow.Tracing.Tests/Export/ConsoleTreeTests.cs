using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class ConsoleTreeTests
{
    private static readonly TreeStyle s_plain = new(60, HasColor: false, IsAscii: false);

    [TestMethod]
    public async Task Trace_when_printed_is_a_tree()
        => Assert.AreEqual(
            """
            ● AskAsync  OK  13 ms  tr-00000000000000000000000000000001  session s-1
            └─ AskAsync  AGENT  13 ms
               │  in    {"question":"How are async methods woven, and w…
               │  out   "inside"
               ├─ Search  RETRIEVER  1.25 ms
               │  │  in    {"q":"async"}
               │  └─ Rank  UNKNOWN  1.5 µs
               └─ Count  TOOL  2.05 s  ERROR
                     error FileNotFoundException: missing.md   at line 2
                     in    {"path":"missing.md"}

            """,
            await PrintAsync(s_plain, Sample()));

    [TestMethod]
    public async Task Trace_when_the_terminal_has_no_unicode_is_drawn_in_ascii()
    {
        var tree = await PrintAsync(s_plain with { IsAscii = true }, Sample());

        Assert.IsTrue(tree.All(char.IsAscii), tree);
        Assert.Contains("`- Count  TOOL", tree);
        Assert.Contains("1.5 us", tree);
    }

    [TestMethod]
    public async Task Trace_when_the_terminal_has_colour_is_the_same_between_the_colours()
    {
        var colored = await PrintAsync(s_plain with { HasColor = true }, Sample());

        Assert.Contains("\u001b[31mERROR\u001b[0m", colored);
        Assert.AreEqual(await PrintAsync(s_plain, Sample()), System.Text.RegularExpressions.Regex.Replace(colored, "\u001b\\[\\d+m", ""));
    }

    [TestMethod]
    public async Task Recorded_text_cannot_steer_the_terminal()
    {
        var trace = SampleTrace.Create(1, ("mlflow.spanOutputs", "\"\u009b2J\""));
        trace = trace with { Spans = [trace.Spans[0] with { Name = "a\u001b[2Jb\r\nc" }] };

        var tree = await PrintAsync(s_plain, trace);

        Assert.IsFalse(tree.Any(c => char.IsControl(c) && c != '\n'), tree);
        Assert.AreEqual(3, tree.Count(c => c == '\n'));
    }

    [TestMethod]
    public async Task Lines_are_no_longer_than_the_terminal_is_wide()
    {
        var tree = await PrintAsync(s_plain, SampleTrace.Create(1, ("mlflow.spanInputs", JsonConvert.ToString(string.Concat(Enumerable.Repeat("😀", 500))))));

        var line = tree.Split('\n').Single(line => line.Contains("  in  ", StringComparison.Ordinal));
        Assert.IsLessThanOrEqualTo(60, line.Length);
        Assert.EndsWith("😀…", line);
    }

    [TestMethod]
    public async Task Trace_of_many_and_deep_spans_is_cut_and_counted()
    {
        var deep = Enumerable.Range(1, 10_000).Select(i => SampleTrace.CreateSpan(1, $"level {i}", i, i == 1 ? null : i - 1)).ToArray();

        var tree = await PrintAsync(s_plain, SampleTrace.Create() with { Spans = deep });

        Assert.EndsWith("… and 9500 more spans\n", tree);
        Assert.IsLessThan(120, tree.Split('\n').Max(line => line.Length));
    }

    [TestMethod]
    public async Task Span_whose_parent_is_not_there_is_drawn_as_a_root()
        => Assert.Contains(
            "└─ orphan",
            await PrintAsync(s_plain, SampleTrace.Create() with { Spans = [SampleTrace.CreateSpan(1, "orphan", 2, 99)] }));

    [TestMethod]
    public async Task Each_trace_is_written_in_one_piece()
    {
        var pieces = new List<string>();
        using var writer = new PieceWriter(pieces);
        using var exporter = new ConsoleTreeExporter(writer, s_plain);

        await exporter.ExportAsync([Sample(), SampleTrace.Create(2)], CancellationToken.None);

        Assert.HasCount(2, pieces);
    }

    [TestMethod]
    [DataRow(null, "xterm-256color", true)]
    [DataRow("", null, true)]
    [DataRow("1", "xterm", false)]
    [DataRow(null, "dumb", false)]
    public void Colour_is_used_unless_the_environment_forbids(string? noColor, string? term, bool isAllowed)
        => Assert.AreEqual(isAllowed, TreeStyle.AllowsColor(noColor, term));

    [TestMethod]
    [DataRow(0L, "0 µs")]
    [DataRow(999L, "1 µs")]
    [DataRow(12_345L, "12.3 µs")]
    [DataRow(1_000_000L, "1 ms")]
    [DataRow(123_456_789L, "123 ms")]
    [DataRow(3_661_000_000_000L, "3661 s")]
    public void Duration_is_shown_in_the_unit_that_fits(long ns, string text)
        => Assert.AreEqual(text, HumanDuration.Of(ns, "µs"));

    private static async Task<string> PrintAsync(TreeStyle style, Trace trace)
    {
        using var output = new StringWriter();
        using var exporter = new ConsoleTreeExporter(output, style);
        Assert.AreEqual(new ExportResult(1, 0), await exporter.ExportAsync([trace], CancellationToken.None));
        return output.ToString();
    }

    private static Trace Sample()
    {
        var plain = SampleTrace.Create();
        return new Trace(
            plain.Info with
            {
                Tags = new Dictionary<string, string> { ["mlflow.traceName"] = "AskAsync" },
                Metadata = new Dictionary<string, string> { ["mlflow.trace.session"] = "s-1" },
            },
            [
                SampleTrace.CreateSpan(1, "AskAsync", 1, null, ("mlflow.spanType", "\"AGENT\""), ("mlflow.spanInputs", "{\"question\":\"How are async methods woven, and why so?\"}"), ("mlflow.spanOutputs", "\"inside\"")),
                Lasting(1_250_000, SampleTrace.CreateSpan(1, "Search", 2, 1, ("mlflow.spanType", "\"RETRIEVER\""), ("mlflow.spanInputs", "{\"q\":\"async\"}"))),
                Lasting(2_050_000_000, SampleTrace.CreateSpan(1, "Count", 3, 1, ("mlflow.spanType", "\"TOOL\""), ("mlflow.spanInputs", "{\"path\":\"missing.md\"}"))) with
                {
                    Status = new SpanStatus(SpanStatusCode.Error, "FileNotFoundException: missing.md\n  at line 2"),
                },
                Lasting(1_500, SampleTrace.CreateSpan(1, "Rank", 4, 2)),
            ]);
    }

    private static Span Lasting(long ns, Span span) => span with { EndTimeUnixNs = span.StartTimeUnixNs + ns };

    private sealed class PieceWriter(List<string> pieces) : StringWriter
    {
        public override void Write(string? value) => pieces.Add(value ?? string.Empty);
    }
}
