using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export;

/// <summary>Who is whose child among the spans of a trace.</summary>
internal static class SpanFamily
{
    /// <summary>The spans whose parent is not among them, in order.</summary>
    public static IReadOnlyList<Span> RootsOf(IReadOnlyList<Span> spans)
    {
        var ids = new HashSet<string>(spans.Select(span => span.SpanId), StringComparer.Ordinal);
        return [.. spans.Where(span => span.ParentId is null || !ids.Contains(span.ParentId))];
    }

    /// <summary>Parent id to children, in order.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Span>> ChildrenByParent(IReadOnlyList<Span> spans)
        => spans.Where(span => span.ParentId is not null)
            .GroupBy(span => span.ParentId!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, IReadOnlyList<Span> (group) => [.. group], StringComparer.Ordinal);

    /// <summary>The span's type as plain text.</summary>
    public static string TypeOf(Span span)
        => span.Attributes.TryGetValue(SpanAttributeKey.SpanType, out var json) && JsonValue.TryParse(json, out var type) && type.Type == JTokenType.String
            ? (string)type!
            : SpanType.Unknown;
}
