namespace MLflow.Tracing.Model;

/// <summary>How a span ended.</summary>
/// <param name="Code">The outcome.</param>
/// <param name="Message">What went wrong (<c>TypeName: message</c>); empty unless <see cref="Code"/> is <see cref="SpanStatusCode.Error"/>.</param>
public readonly record struct SpanStatus(SpanStatusCode Code, string Message = "");
