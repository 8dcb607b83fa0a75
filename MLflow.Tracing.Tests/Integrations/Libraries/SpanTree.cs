using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>A trace as a test writes it down: names and types, in the order of their starts, with a dash for each level.</summary>
internal static class SpanTree
{
    public static string[] Of(Trace trace)
    {
        return [.. trace.Spans.OrderBy(static span => span.StartTimeUnixNs).Select(span => $"{string.Concat(Enumerable.Repeat("- ", Depth(span)))}{span.Name} {span.Attributes["mlflow.spanType"].Trim('"')}")];

        int Depth(Span span) => span.ParentId is null ? 0 : 1 + Depth(trace.Spans.Single(parent => parent.SpanId == span.ParentId));
    }
}
