namespace MLflow.Tracing;

/// <summary>Keeps the weaver away from the member, or from every member of the type, it stands on, whatever the rules say.</summary>
/// <example>
/// <code>
/// [Trace(SpanType = SpanType.Agent)]
/// public sealed class SupportAgent
/// {
///     public Task&lt;string> AnswerAsync(string question) => CallModelAsync(WithoutBlanks(question));
///
///     [NoTrace]
///     public static string WithoutBlanks(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
/// }
/// </code>
/// </example>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface
    | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property,
    Inherited = false)]
public sealed class NoTraceAttribute : Attribute;
