using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>What an iterator method returns, as far as the hooks know it.</summary>
/// <param name="Hook">The hook that wraps it.</param>
/// <param name="Item">The type of the items; <see langword="null"/> for an untyped sequence.</param>
/// <param name="Sequence">The sequence's type without its type argument, as the method refers to it.</param>
internal sealed record IteratorShape(string Hook, TypeReference? Item, TypeReference Sequence)
{
    private const string CompilerServices = "System.Runtime.CompilerServices.";

    /// <summary>Whether a compiler marked the method as one that makes an iterator. Others that return sequences are ordinary methods (S22).</summary>
    public static bool IsMarked(MethodDefinition method)
        => CompilerArtefacts.HasAttribute(method, CompilerServices + "IteratorStateMachineAttribute")
        || CompilerArtefacts.HasAttribute(method, CompilerServices + "AsyncIteratorStateMachineAttribute");

    /// <summary>Recognises the return type.</summary>
    /// <returns><see langword="null"/> when it is none of the platform's sequences, or its items cannot go to a hook.</returns>
    public static IteratorShape? Of(MethodDefinition method)
    {
        TypeReference type = TypeShape.WithoutModifiers(method.ReturnType);
        if (type is GenericInstanceType generic)
        {
            return HookOf(generic.ElementType) is { } hook && TypeShape.CanBeCaptured(generic.GenericArguments[0])
                ? new IteratorShape(hook, generic.GenericArguments[0], generic.ElementType)
                : null;
        }

        return HookOf(type) is { } untyped ? new IteratorShape(untyped, null, type) : null;
    }

    private static string? HookOf(TypeReference type) => type is TypeDefinition ? null : type.FullName switch
    {
        "System.Collections.Generic.IEnumerable`1" or "System.Collections.IEnumerable" => "Enumerable",
        "System.Collections.Generic.IEnumerator`1" or "System.Collections.IEnumerator" => "Enumerator",
        "System.Collections.Generic.IAsyncEnumerable`1" => "AsyncEnumerable",
        "System.Collections.Generic.IAsyncEnumerator`1" => "AsyncEnumerator",
        _ => null,
    };
}
