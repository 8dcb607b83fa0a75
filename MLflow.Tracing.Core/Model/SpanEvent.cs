namespace MLflow.Tracing.Model;

/// <summary>Something that happened during a span, such as an exception.</summary>
/// <param name="Name">The event's name, for example <c>exception</c>.</param>
/// <param name="TimeUnixNs">When it happened: nanoseconds since the Unix epoch.</param>
/// <param name="Attributes">Attribute name to JSON text.</param>
/// <example>
/// <code>
/// var trace = await client.GetTraceAsync(traceId);
/// foreach (var failure in trace?.Spans.SelectMany(span => span.Events).Where(happening => happening.Name == "exception") ?? [])
/// {
///     Console.WriteLine(failure.Attributes["exception.message"]);
/// }
/// </code>
/// </example>
public sealed record SpanEvent(string Name, long TimeUnixNs, IReadOnlyDictionary<string, string> Attributes);
