using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>What tests ask of a finished trace.</summary>
internal static class TraceModel
{
    public static Span SpanNamed(this Trace trace, string name)
        => trace.Spans.SingleOrDefault(span => span.Name == name)
            ?? throw new AssertFailedException($"no single span '{name}' among: {string.Join(", ", trace.Spans.Select(span => span.Name))}");

    public static Span? ParentOf(this Trace trace, Span span) => trace.Spans.SingleOrDefault(other => other.SpanId == span.ParentId);
}
