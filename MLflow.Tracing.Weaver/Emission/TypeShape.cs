using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>What weaving must know of a type in a signature before it touches a value of it.</summary>
internal static class TypeShape
{
    private const string ByRefLikeAttribute = "System.Runtime.CompilerServices.IsByRefLikeAttribute";

    // GenericParameterAttributes.AllowByRefLike, which Cecil 0.11.6 has no name for.
    private const int AllowByRefLike = 0x20;

    /// <summary>The type without custom modifiers, pins and sentinels around it.</summary>
    public static TypeReference WithoutModifiers(TypeReference type)
    {
        while (type is IModifierType or PinnedType or SentinelType)
        {
            type = ((TypeSpecification)type).ElementType;
        }

        return type;
    }

    /// <summary>Whether a return type is void, with or without modifiers (F1: init accessors are <c>void modreq(IsExternalInit)</c>).</summary>
    public static bool IsVoid(TypeReference type) => WithoutModifiers(type).MetadataType == MetadataType.Void;

    /// <summary>What a by-reference type refers to, without modifiers (P1); <see langword="null"/> when it is not by reference.</summary>
    public static TypeReference? Referent(TypeReference type)
        => WithoutModifiers(type) is ByReferenceType reference ? WithoutModifiers(reference.ElementType) : null;

    /// <summary>
    /// The type a local needs to hold a value of this type: no modifiers outside or under the reference, because verifiers reject
    /// a local signature with them (P5).
    /// </summary>
    public static TypeReference ForLocal(TypeReference type)
        => Referent(type) is { } referent ? new ByReferenceType(referent) : WithoutModifiers(type);

    /// <summary>Whether values of the type may be a generic argument, so that a hook can look at them.</summary>
    /// <param name="type">A type without modifiers, not by reference.</param>
    public static bool CanBeCaptured(TypeReference type)
    {
        switch (type)
        {
            case PointerType or FunctionPointerType or ByReferenceType:
                return false; // P8
            case GenericParameter parameter:
                return ((int)parameter.Attributes & AllowByRefLike) == 0; // P12
            case ArrayType:
                return true;
        }

        if (type.MetadataType == MetadataType.TypedByReference
            || type.FullName is "System.TypedReference" or "System.ArgIterator" or "System.RuntimeArgumentHandle")
        {
            return false; // P9
        }

        return !type.IsValueType || type.IsPrimitive || IsOrdinaryStruct(type);
    }

    // P6; B27: a struct that does not resolve may be by-ref-like, so it is not looked at.
    private static bool IsOrdinaryStruct(TypeReference type)
    {
        TypeDefinition? definition = TryResolve(type);
        return definition is not null && !CompilerArtefacts.HasAttribute(definition, ByRefLikeAttribute);
    }

    /// <summary>The definition, or <see langword="null"/> when the assembly or the type is not there (B27).</summary>
    public static TypeDefinition? TryResolve(TypeReference type)
    {
        try
        {
            return type.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null;
        }
    }

    /// <summary>The definition, or <see langword="null"/> when the assembly, the type or the method is not there (B27).</summary>
    public static MethodDefinition? TryResolve(MethodReference method)
    {
        try
        {
            return method.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null;
        }
    }
}
