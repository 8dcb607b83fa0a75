using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>Changes finished spans in all the values they send.</summary>
internal static class SpanTexts
{
    /// <summary>Passes the JSON text of every attribute of a span, of its events and its links, through a function.</summary>
    public static void Rewrite(Span[] spans, Func<string, string> rewrite)
    {
        for (var i = 0; i < spans.Length; i++)
        {
            spans[i] = Rewrite(spans[i], rewrite);
        }
    }

    public static Span Rewrite(Span span, Func<string, string> rewrite)
    {
        var attributes = Rewrite(span.Attributes, rewrite);
        SpanEvent[] events = [.. span.Events.Select(happening => happening with { Attributes = Rewrite(happening.Attributes, rewrite) })];
        SpanLink[] links = [.. span.Links.Select(link => link with { Attributes = Rewrite(link.Attributes, rewrite) })];
        return span with { Attributes = attributes, Events = events, Links = links };
    }

    private static IReadOnlyDictionary<string, string> Rewrite(IReadOnlyDictionary<string, string> texts, Func<string, string> rewrite)
    {
        Dictionary<string, string>? changed = null;
        foreach (var pair in texts)
        {
            var text = rewrite(pair.Value);
            if (!ReferenceEquals(text, pair.Value))
            {
                changed ??= texts.ToDictionary(static known => known.Key, static known => known.Value, StringComparer.Ordinal);
                changed[pair.Key] = text;
            }
        }

        return changed ?? texts;
    }
}
