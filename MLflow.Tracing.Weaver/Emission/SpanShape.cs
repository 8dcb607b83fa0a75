using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>A <c>Span&lt;T&gt;</c> or <c>ReadOnlySpan&lt;T&gt;</c>, whose items hooks of their own copy (P6). Other by-ref-like values stay opaque.</summary>
/// <param name="Span">The span's type without its type argument, as the method refers to it.</param>
/// <param name="Item">The type of the items.</param>
/// <param name="IsWritable">Whether it is a <c>Span&lt;T&gt;</c>.</param>
internal sealed record SpanShape(TypeReference Span, TypeReference Item, bool IsWritable)
{
    /// <summary>The hook for an argument.</summary>
    public string ArgumentHook => IsWritable ? "ArgWritableSpan" : "ArgSpan";

    /// <summary>The hook for a result.</summary>
    public string ResultHook => IsWritable ? "CompleteWritableSpan" : "CompleteSpan";

    /// <summary>Recognises a type; a module's own type of that name is not the platform's.</summary>
    public static SpanShape? Of(TypeReference type)
    {
        if (type is not GenericInstanceType { ElementType: not TypeDefinition } span || span.ElementType.FullName is not ("System.Span`1" or "System.ReadOnlySpan`1"))
        {
            return null;
        }

        return new SpanShape(span.ElementType, span.GenericArguments[0], span.ElementType.Name == "Span`1");
    }
}
