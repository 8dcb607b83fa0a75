using System.Text;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Draws a trace as a tree: a line with name, type, duration and status for each span, and below it what went in and came out.</summary>
internal static class TraceTree
{
    /// <summary>More spans than anybody reads; the rest is counted.</summary>
    private const int MaxSpans = 500;

    /// <summary>Deeper spans are drawn at this depth.</summary>
    private const int MaxIndentedLevels = 12;

    private const int MinTextLength = 16;

    /// <summary>The whole drawing, line by line.</summary>
    public static string Draw(Trace trace, TreeStyle style)
    {
        var drawing = new StringBuilder();
        AppendHeader(drawing, trace, style);
        var children = SpanFamily.ChildrenByParent(trace.Spans);
        var open = new Stack<Branch>();
        Push(open, SpanFamily.RootsOf(trace.Spans), string.Empty, level: 0);
        var drawn = 0;
        for (; open.Count > 0 && drawn < MaxSpans; drawn++)
        {
            var (span, indent, isLast, level) = open.Pop();
            var own = children.TryGetValue(span.SpanId, out var found) ? found : [];
            var below = level < MaxIndentedLevels ? indent + (isLast ? TreeStyle.Gap : style.Trunk) : indent;
            drawing.Append(style.Dim(indent + (isLast ? style.LastBranch : style.Branch))).Append(Title(span, style)).Append('\n');
            AppendDetails(drawing, span, below + (own.Count > 0 ? style.Trunk : TreeStyle.Gap), style);
            Push(open, own, below, level + 1);
        }

        if (drawn < trace.Spans.Count)
        {
            drawing.Append(style.Dim($"{style.Ellipsis} and {trace.Spans.Count - drawn} more spans")).Append('\n');
        }

        return drawing.ToString();
    }

    private static void Push(Stack<Branch> open, IReadOnlyList<Span> siblings, string indent, int level)
    {
        for (var i = siblings.Count - 1; i >= 0; i--)
        {
            open.Push(new Branch(siblings[i], indent, i == siblings.Count - 1, level));
        }
    }

    private static void AppendHeader(StringBuilder drawing, Trace trace, TreeStyle style)
    {
        var info = trace.Info;
        var name = info.Tags.TryGetValue(TraceTagKey.TraceName, out var tag) ? tag : trace.Spans.Count > 0 ? trace.Spans[0].Name : "trace";
        drawing.Append(info.State == TraceState.Error ? style.Red(style.Bullet) : style.Green(style.Bullet))
            .Append(' ').Append(style.Bold(PlainText.OneLine(name)))
            .Append("  ").Append(info.State == TraceState.Error ? style.Red("ERROR") : info.State.ToString().ToUpperInvariant())
            .Append("  ").Append(HumanDuration.Of(info.ExecutionDurationNs, style.Microsecond))
            .Append("  ").Append(style.Dim(info.TraceId));
        if (info.IsPart && trace.Spans.Count > 0)
        {
            drawing.Append(style.Dim($"  part below span {trace.Spans[0].ParentId}"));
        }

        if (info.Metadata.TryGetValue(TraceMetadataKey.Session, out var session))
        {
            drawing.Append(style.Dim($"  session {PlainText.OneLine(session)}"));
        }

        drawing.Append('\n');
    }

    private static string Title(Span span, TreeStyle style)
    {
        var title = $"{style.Bold(PlainText.OneLine(span.Name))}  {style.Cyan(PlainText.OneLine(SpanFamily.TypeOf(span)))}  {HumanDuration.Of(span.EndTimeUnixNs - span.StartTimeUnixNs, style.Microsecond)}";
        return span.Status.Code == SpanStatusCode.Error ? $"{title}  {style.Red("ERROR")}" : title;
    }

    private static void AppendDetails(StringBuilder drawing, Span span, string indent, TreeStyle style)
    {
        if (span.Status.Code == SpanStatusCode.Error)
        {
            AppendDetail(drawing, indent, "error", span.Status.Message ?? string.Empty, style, style.Red);
        }

        AppendDetail(drawing, indent, "in", span.Inputs, style, static text => text);
        AppendDetail(drawing, indent, "out", span.Outputs, style, static text => text);
    }

    private static void AppendDetail(StringBuilder drawing, string indent, string label, string? text, TreeStyle style, Func<string, string> paint)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var head = label.PadRight(6);
        var room = Math.Max(MinTextLength, style.Width - indent.Length - head.Length);
        drawing.Append(style.Dim(indent + head)).Append(paint(PlainText.Shorten(text!, room, style.Ellipsis))).Append('\n');
    }

    private readonly record struct Branch(Span Span, string Indent, bool IsLast, int Level);
}
