namespace MLflow.Tracing.Model;

/// <summary>A reference from one span to a span of the same or another trace.</summary>
/// <param name="TraceId">The other trace: <c>tr-</c> and 32 lowercase hexadecimal digits.</param>
/// <param name="SpanId">The other span: 16 lowercase hexadecimal digits.</param>
/// <param name="Attributes">Attribute name to JSON text.</param>
public sealed record SpanLink(string TraceId, string SpanId, IReadOnlyDictionary<string, string> Attributes);
