using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>
/// How long the texts of a trace may be (protocol 2.5). A server does not check before it stores: on a strict database one over-long
/// text loses the whole trace. So they are cut here, on a whole character.
/// </summary>
internal sealed class WireLimits
{
    /// <summary>Of the key of a tag or of metadata, in UTF-16 units.</summary>
    public const int MaxKeyLength = 250;

    /// <summary>Of the value of a tag or of metadata, in UTF-16 units.</summary>
    public const int MaxValueLength = 8000;

    /// <summary>Of the type of a span, in UTF-16 units; its other texts have no limit.</summary>
    public const int MaxSpanTypeLength = 500;

    private const int MaxClientRequestIdLength = 50;
    private const string Ellipsis = "...";

    private readonly int _maxPreviewLength;

    private WireLimits(int maxPreviewLength) => _maxPreviewLength = maxPreviewLength;

    /// <summary>The columns of a self-hosted server.</summary>
    public static WireLimits SelfHosted { get; } = new(1000);

    public static WireLimits Databricks { get; } = new(10_000);

    /// <summary>The same trace with no text over its limit.</summary>
    /// <param name="info">The trace.</param>
    /// <param name="shortened">How many texts were cut; previews, which are excerpts anyway, are not counted.</param>
    public TraceInfo Apply(TraceInfo info, out int shortened)
    {
        shortened = 0;
        return info with
        {
            ClientRequestId = info.ClientRequestId is { } id ? Cut(id, MaxClientRequestIdLength, ref shortened) : null,
            RequestPreview = CutPreview(info.RequestPreview),
            ResponsePreview = CutPreview(info.ResponsePreview),
            Metadata = Cut(info.Metadata, ref shortened),
            Tags = Cut(info.Tags, ref shortened),
        };
    }

    /// <summary>The same spans with no type over its limit.</summary>
    /// <param name="spans">The spans.</param>
    /// <param name="shortened">How many types were cut.</param>
    public static IReadOnlyList<Span> Apply(IReadOnlyList<Span> spans, out int shortened)
    {
        shortened = spans.Count(static span => TypeOver(span) is not null);
        return shortened == 0 ? spans : [.. spans.Select(static span => TypeOver(span) is { } type ? WithType(span, WholeCharacters(type, MaxSpanTypeLength)) : span)];
    }

    /// <summary>The span's type, if it is too long. Its JSON text is never shorter than itself.</summary>
    private static string? TypeOver(Span span)
        => span.Attributes.TryGetValue(SpanAttributeKey.SpanType, out var json) && json.Length > MaxSpanTypeLength && JsonText.ToScalar(json) is string { Length: > MaxSpanTypeLength } type
            ? type
            : null;

    private static Span WithType(Span span, string type)
    {
        var attributes = span.Attributes.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
        attributes[SpanAttributeKey.SpanType] = JsonText.Of(type);
        return span with { Attributes = attributes };
    }

    private static IReadOnlyDictionary<string, string> Cut(IReadOnlyDictionary<string, string> map, ref int shortened)
    {
        if (map.All(pair => pair.Key.Length <= MaxKeyLength && pair.Value.Length <= MaxValueLength))
        {
            return map;
        }

        var cut = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in map)
        {
            cut[Cut(pair.Key, MaxKeyLength, ref shortened)] = Cut(pair.Value, MaxValueLength, ref shortened);
        }

        return cut;
    }

    private string? CutPreview(string? preview)
        => preview is not null && preview.Length > _maxPreviewLength
            ? WholeCharacters(preview, _maxPreviewLength - Ellipsis.Length) + Ellipsis
            : preview;

    private static string Cut(string text, int maxLength, ref int shortened)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        shortened++;
        return WholeCharacters(text, maxLength);
    }

    /// <summary>At most so many UTF-16 units, and no half of a surrogate pair. Databases count whole characters, so this is on the safe side.</summary>
    public static string WholeCharacters(string text, int maxLength)
        => text.Substring(0, char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength);
}
