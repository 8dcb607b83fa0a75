namespace MLflow.Tracing;

/// <summary>
/// Marks a value that must not be recorded. The parameter, result or property keeps its place in the span's inputs or outputs,
/// its value is replaced by <c>[redacted]</c> before it leaves the method. Whatever overrides or implements the member keeps it secret too.
/// On a parameter of a record it speaks for the property of that name.
/// </summary>
/// <example>
/// <code>
/// public sealed record Customer(string Name, [Redact] string CardNumber);
///
/// [Trace(SpanType = SpanType.Tool)]
/// public Task&lt;string> ListOrdersAsync(Customer customer, [Redact] string accessToken) => CallModelAsync($"What has {customer.Name} ordered?");
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RedactAttribute : Attribute;
