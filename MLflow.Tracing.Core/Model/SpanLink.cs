namespace MLflow.Tracing.Model;

/// <summary>A reference from one span to a span of the same or another trace.</summary>
/// <param name="TraceId">The other trace: <c>tr-</c> and 32 lowercase hexadecimal digits.</param>
/// <param name="SpanId">The other span: 16 lowercase hexadecimal digits.</param>
/// <param name="Attributes">Attribute name to JSON text.</param>
/// <example>
/// <code>
/// using var request = Mlflow.StartSpan("request", inputs: new { question });
/// using var batch = Mlflow.StartActiveSpan("batch of requests"); // a trace of its own
/// batch.AddLink(new SpanLink(request.TraceId, request.SpanId, new Dictionary&lt;string, string>()));
/// </code>
/// </example>
public sealed record SpanLink(string TraceId, string SpanId, IReadOnlyDictionary<string, string> Attributes);
