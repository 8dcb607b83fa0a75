using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>A base class or interface of a type.</summary>
/// <param name="Type">It.</param>
/// <param name="Arguments">What it is closed over, see <see cref="ClosedSignature"/>.</param>
/// <param name="IsInterface">Whether it is an interface.</param>
/// <param name="IsOwn">Whether the type itself names it, and not only a base class.</param>
internal sealed record BaseType(TypeDefinition Type, IReadOnlyList<string> Arguments, bool IsInterface, bool IsOwn);
