namespace MLflow.Tracing.Model;

/// <summary>How a span ended.</summary>
/// <param name="Code">The outcome.</param>
/// <param name="Message">What went wrong (<c>TypeName: message</c>); empty unless <see cref="Code"/> is <see cref="SpanStatusCode.Error"/>.</param>
/// <example>
/// <code>
/// var trace = await client.GetTraceAsync(traceId);
/// foreach (var failed in trace?.Spans.Where(span => span.Status.Code == SpanStatusCode.Error) ?? [])
/// {
///     Console.WriteLine($"{failed.Name}: {failed.Status.Message}");
/// }
/// </code>
/// </example>
public readonly record struct SpanStatus(SpanStatusCode Code, string Message = "");
