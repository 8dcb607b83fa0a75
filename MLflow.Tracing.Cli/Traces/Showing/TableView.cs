using System.Globalization;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>A line for each trace, in columns.</summary>
/// <param name="output">Where to.</param>
/// <param name="style">Colours and characters.</param>
/// <param name="width">The length of a line; <see langword="null"/> when nothing is to be cut.</param>
/// <param name="isOpen">Whether more traces will come.</param>
internal sealed class TableView(TextWriter output, TreeStyle style, int? width, bool isOpen) : ITraceView
{
    private const long NsPerMs = 1_000_000;

    private TraceColumns _columns;

    public void Show(IReadOnlyList<TraceEntry> traces, CancellationToken cancellationToken)
    {
        _columns = TraceColumns.For(traces, width, isOpen);
        Write(style.Dim, AsIs, "TIME", "STATUS", "DURATION", "SPANS", "ID", "SESSION", "NAME");
        foreach (var trace in traces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(trace);
        }
    }

    public void ShowNext(TraceEntry trace, StoredLine line) => Write(trace);

    public void End(TraceCount count) => output.WriteLine(count);

    private void Write(TraceEntry trace)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(trace.StartUnixNs / NsPerMs).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)[^_columns.Time..];
        var duration = HumanDuration.Of(trace.DurationNs, style.Microsecond);
        var spans = trace.Spans.ToString(CultureInfo.InvariantCulture);
        Write(AsIs, trace.State == TraceState.Error ? style.Red : AsIs, time, StatusOf(trace.State), duration, spans, trace.Id, trace.Session ?? "", trace.Name);
    }

    private void Write(Func<string, string> paint, Func<string, string> paintStatus, string time, string status, string duration, string spans, string id, string session, string name)
    {
        const string Gap = "  ";
        var row = string.Concat(time.PadRight(_columns.Time), Gap, paintStatus(status.PadRight(_columns.Status)), Gap)
            + string.Concat(duration.PadLeft(TraceColumns.Duration), Gap, spans.PadLeft(TraceColumns.Spans), Gap)
            + string.Concat(Cell(id, _columns.Id), Gap, _columns.Session > 0 ? Cell(session, _columns.Session) + Gap : "")
            + Cut(name, _columns.Name);
        output.WriteLine(paint(row.TrimEnd()));
    }

    private string Cell(string text, int length) => Cut(text, length).PadRight(length);

    private string Cut(string text, int length) => width is null ? PlainText.OneLine(text) : PlainText.Shorten(text, length, style.Ellipsis);

    private static string AsIs(string text) => text;

    private static string StatusOf(TraceState state) => state switch
    {
        TraceState.Ok => "OK",
        TraceState.Error => "ERROR",
        TraceState.InProgress => "IN_PROGRESS",
        _ => "",
    };
}
