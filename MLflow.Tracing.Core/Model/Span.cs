namespace MLflow.Tracing.Model;

/// <summary>One finished unit of work of a <see cref="Trace"/>. Immutable, hence safe to share between threads.</summary>
/// <example>
/// <code>
/// var trace = await client.GetTraceAsync(traceId);
/// foreach (var span in trace?.Spans ?? [])
/// {
///     Console.WriteLine($"{span.Name}: {span.Inputs} -> {span.Outputs} in {(span.EndTimeUnixNs - span.StartTimeUnixNs) / 1_000_000} ms");
/// }
/// </code>
/// </example>
public sealed record Span
{
    /// <summary>The trace it belongs to: <c>tr-</c> and 32 lowercase hexadecimal digits; in Unity Catalog <c>trace:/LOCATION/</c> before them.</summary>
    public required string TraceId { get; init; }

    /// <summary>16 lowercase hexadecimal digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>The enclosing span, or <see langword="null"/> for the root.</summary>
    public string? ParentId { get; init; }

    /// <summary>The span's name.</summary>
    public required string Name { get; init; }

    /// <summary>When it started: nanoseconds since the Unix epoch.</summary>
    public required long StartTimeUnixNs { get; init; }

    /// <summary>When it ended: nanoseconds since the Unix epoch, never before the start.</summary>
    public required long EndTimeUnixNs { get; init; }

    /// <summary>How it ended.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>
    /// Attribute name to JSON text: a text attribute is stored with its quotes, as in MLflow's Python SDK, so that <c>"1"</c> and <c>1</c> differ.
    /// Names beginning with <c>mlflow.</c> are listed in <see cref="SpanAttributeKey"/>.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>What happened during the span, in order of time.</summary>
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>References to other spans.</summary>
    public IReadOnlyList<SpanLink> Links { get; init; } = [];

    /// <summary>The inputs as JSON text, or <see langword="null"/> if none were recorded.</summary>
    public string? Inputs => Attributes.TryGetValue(SpanAttributeKey.Inputs, out var json) ? json : null;

    /// <summary>The outputs as JSON text, or <see langword="null"/> if none were recorded.</summary>
    public string? Outputs => Attributes.TryGetValue(SpanAttributeKey.Outputs, out var json) ? json : null;
}
