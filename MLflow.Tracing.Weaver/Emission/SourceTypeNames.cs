using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Names of types for values that cannot be looked at.</summary>
internal static class SourceTypeNames
{
    /// <summary>A type as C# writes it, without namespaces: <c>ReadOnlySpan&lt;char&gt;</c>, <c>int*</c>.</summary>
    public static string Of(TypeReference type)
    {
        switch (type)
        {
            case IModifierType modified:
                return Of(modified.ElementType);
            case FunctionPointerType:
                return "delegate*";
            case PointerType pointer:
                return Of(pointer.ElementType) + "*";
            case ByReferenceType reference:
                return "ref " + Of(reference.ElementType);
            case ArrayType array:
                return Of(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]";
            case GenericInstanceType generic:
                return DeclaredNames.SimpleTypeNameOf(generic.ElementType) + "<" + string.Join(", ", generic.GenericArguments.Select(Of)) + ">";
            case GenericParameter parameter:
                return parameter.Name;
        }

        return type.MetadataType switch
        {
            MetadataType.Void => "void",
            MetadataType.Boolean => "bool",
            MetadataType.Char => "char",
            MetadataType.SByte => "sbyte",
            MetadataType.Byte => "byte",
            MetadataType.Int16 => "short",
            MetadataType.UInt16 => "ushort",
            MetadataType.Int32 => "int",
            MetadataType.UInt32 => "uint",
            MetadataType.Int64 => "long",
            MetadataType.UInt64 => "ulong",
            MetadataType.Single => "float",
            MetadataType.Double => "double",
            MetadataType.IntPtr => "nint",
            MetadataType.UIntPtr => "nuint",
            MetadataType.String => "string",
            MetadataType.Object => "object",
            _ => DeclaredNames.SimpleTypeNameOf(type),
        };
    }
}
