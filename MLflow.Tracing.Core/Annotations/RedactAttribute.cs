namespace MLflow.Tracing;

/// <summary>
/// Marks a value that must not be recorded. The parameter, result or property keeps its place in the span's inputs or outputs,
/// its value is replaced by <c>[redacted]</c> before it leaves the method. Whatever overrides or implements the member keeps it secret too.
/// On a parameter of a record it speaks for the property of that name.
/// </summary>
/// <example>
/// <code>
/// [Trace]
/// public Session Open(string user, [Redact] string passphrase) { … }
///
/// public record Credentials(string User, [Redact] string Passphrase);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RedactAttribute : Attribute;
