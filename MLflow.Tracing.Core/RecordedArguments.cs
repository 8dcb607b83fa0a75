using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>Refuses what nobody could store of a span or its trace: one wrong argument must not cost the whole.</summary>
internal static class RecordedArguments
{
    /// <summary>The name of an attribute.</summary>
    /// <exception cref="ArgumentException">It is null or empty.</exception>
    public static string Key(string key, string parameter)
        => string.IsNullOrEmpty(key) ? throw new ArgumentException("An attribute needs a name.", parameter) : key;

    /// <summary>A time; the last one there is has no room for a span after it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or the last one.</exception>
    public static long? UnixNs(long? time, string parameter)
        => time is < 0 or long.MaxValue
            ? throw new ArgumentOutOfRangeException(parameter, time, "A time is nanoseconds since the Unix epoch, zero or more, before the year 2262.")
            : time;

    /// <summary>An experiment's id, which travels in a header, or a location of Unity Catalog.</summary>
    /// <exception cref="ArgumentException">It holds a control character, or a dot and is no such location.</exception>
    public static string? ExperimentId(string? id, string parameter)
        => id is not null && id.Any(char.IsControl) ? throw new ArgumentException("The id of an experiment holds no line breaks and no other control characters.", parameter)
        : CatalogLocation.IsMeantBy(id) && CatalogLocation.Of(id) is null ? throw new ArgumentException($"'{id}' is neither the id of an experiment, which has no dots, nor {CatalogLocation.Form}.", parameter)
        : id;

    /// <summary>An outcome.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of <see cref="SpanStatusCode"/>.</exception>
    public static SpanStatusCode Status(SpanStatusCode code, string parameter)
        => IsKnown(code) ? code : throw new ArgumentOutOfRangeException(parameter, code, "A span's status is Unset, Ok or Error.");

    /// <summary>A reference to another span.</summary>
    /// <exception cref="ArgumentException">It is null, its ids are no ids, or its attributes are null or without a name.</exception>
    public static SpanLink Link(SpanLink link, string parameter)
    {
        _ = link ?? throw new ArgumentNullException(parameter);
        return IsWhole(link) ? link : throw new ArgumentException("A link needs a trace id of 32 and a span id of 16 hexadecimal digits, and attributes with names.", parameter);
    }

    /// <summary>Something that happened.</summary>
    /// <exception cref="ArgumentException">It is null, or its name or attributes are null, or an attribute has no name, or the time is none.</exception>
    public static SpanEvent Event(SpanEvent happening, string parameter)
    {
        _ = happening ?? throw new ArgumentNullException(parameter);
        UnixNs(happening.TimeUnixNs, parameter);
        return IsWhole(happening) ? happening : throw new ArgumentException("An event needs a name, and attributes with names.", parameter);
    }

    /// <summary>A trace made elsewhere.</summary>
    /// <exception cref="ArgumentException">Something is null in it that a trace needs.</exception>
    public static Trace Trace(Trace trace, string parameter)
    {
        _ = trace ?? throw new ArgumentNullException(parameter);
        return trace is { Info: { Tags: not null, Metadata: not null }, Spans: { } spans } && spans.All(IsWhole)
            ? trace
            : throw new ArgumentException("A trace needs an info with tags and metadata, and spans; each span an id, a name, attributes, events and links; none of them null.", parameter);
    }

    public static bool IsKnown(SpanStatusCode code) => code is SpanStatusCode.Unset or SpanStatusCode.Ok or SpanStatusCode.Error;

    public static bool IsWhole(SpanLink link) => WireId.IsTraceId(link.TraceId) && WireId.IsSpanId(link.SpanId) && AreNamed(link.Attributes);

    private static bool IsWhole(SpanEvent happening) => happening.Name is not null && AreNamed(happening.Attributes);

    private static bool IsWhole(Span span)
        => span is { SpanId: not null, Name: not null, Events: { } events, Links: { } links }
            && AreNamed(span.Attributes)
            && events.All(static happening => happening is not null && IsWhole(happening))
            && links.All(static link => link is { Attributes: not null });

    private static bool AreNamed(IReadOnlyDictionary<string, string> attributes)
        => attributes is not null && attributes.All(static pair => !string.IsNullOrEmpty(pair.Key) && pair.Value is not null);
}
