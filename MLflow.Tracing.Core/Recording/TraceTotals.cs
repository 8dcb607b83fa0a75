using System.Globalization;
using System.Text;
using MLflow.Tracing.Model;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Recording;

/// <summary>Numbers about a whole trace that go into its metadata.</summary>
internal static class TraceTotals
{
    /// <summary>Adds <c>mlflow.trace.sizeStats</c> and <c>mlflow.trace.sizeBytes</c>. Readers wait for as many spans as the former says.</summary>
    public static void AddSizes(Dictionary<string, string> metadata, IReadOnlyList<Span> spans)
    {
        var sizes = spans.Select(SizeOf).OrderBy(size => size).ToArray();
        var total = sizes.Sum();
        metadata[TraceMetadataKey.SizeBytes] = total.ToString(CultureInfo.InvariantCulture);
        metadata[TraceMetadataKey.SizeStats] = string.Format(
            CultureInfo.InvariantCulture,
            "{{\"total_size_bytes\":{0},\"num_spans\":{1},\"max\":{2},\"p25\":{3},\"p50\":{4},\"p75\":{5}}}",
            total,
            sizes.Length,
            sizes[sizes.Length - 1],
            Percentile(sizes, 25),
            Percentile(sizes, 50),
            Percentile(sizes, 75));
    }

    /// <summary>
    /// The sum of what the spans' attribute counts, tokens or costs, as JSON text. As in Python, what lies below a span that has the attribute is not counted
    /// again: an agent reports what its model calls used. What is no count, a negative number for one, is not added.
    /// </summary>
    /// <returns><see langword="null"/> when no span has it.</returns>
    public static string? SumOf(string attribute, IReadOnlyList<Span> spans)
    {
        if (!spans.Any(span => span.Attributes.ContainsKey(attribute)))
        {
            return null;
        }

        // Of spans with the attribute and all below them. Parents come before their children.
        var covered = new HashSet<string>(StringComparer.Ordinal);
        var sums = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var span in spans)
        {
            var isBelow = span.ParentId is { } parent && covered.Contains(parent);
            if (span.Attributes.TryGetValue(attribute, out var counts) && !isBelow)
            {
                foreach (var pair in CountsOf(counts))
                {
                    sums[pair.Key] = (sums.TryGetValue(pair.Key, out var sum) ? sum : 0) + pair.Value;
                }
            }

            if (counts is not null || isBelow)
            {
                covered.Add(span.SpanId);
            }
        }

        return sums.Count == 0
            ? null
            : "{" + string.Join(",", sums.Select(pair => $"{JsonText.Of(pair.Key)}:{pair.Value.ToString(CultureInfo.InvariantCulture)}")) + "}";
    }

    /// <summary>The counts among the members; a negative number counts nothing, nor one that no sum has room for.</summary>
    private static IEnumerable<KeyValuePair<string, decimal>> CountsOf(string json)
    {
        foreach (var property in ParseOrNull(json)?.Properties() ?? [])
        {
            if (property.Value is JValue { Type: JTokenType.Integer or JTokenType.Float } count
                && decimal.TryParse(count.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number is >= 0 and <= long.MaxValue)
            {
                yield return new KeyValuePair<string, decimal>(property.Name, number);
            }
        }
    }

    private static JObject? ParseOrNull(string json)
    {
        try
        {
            return JToken.Parse(json) as JObject;
        }
        catch (JsonReaderException)
        {
            // A value of another shape is the user's own; it has no tokens to count.
            return null;
        }
    }

    private static long SizeOf(Span span)
    {
        long size = 0;
        foreach (var pair in span.Attributes)
        {
            size += Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value);
        }

        return size;
    }

    private static long Percentile(long[] sorted, int percent) => sorted[(sorted.Length - 1) * percent / 100];
}
