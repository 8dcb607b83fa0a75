using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Methods of the platform that were read and found blind: they call no user code, neither directly nor through an argument, and carry
/// no execution context away. Overloads count only when every parameter is a primitive, a string or an array of them, so that no
/// user-made <c>ToString</c>, comparer or format provider gets in through one. Text made of numbers, and numbers read from text, are left out:
/// they ask the current culture, which may be a class of the user's.
/// </summary>
internal static class AuditedFramework
{
    private static readonly string[] s_any = ["*"];

    private static readonly Dictionary<string, string[]> s_blind = new()
    {
        ["System.Object"] = [".ctor"],
        ["System.Math"] = s_any,
        ["System.MathF"] = s_any,
        ["System.BitConverter"] = s_any,
        ["System.String"] =
        [
            ".ctor", "get_Length", "get_Chars", "Concat", "Substring", "IsNullOrEmpty", "IsNullOrWhiteSpace", "op_Equality",
            "op_Inequality", "Trim", "TrimStart", "TrimEnd", "ToCharArray", "Insert", "Remove", "PadLeft", "PadRight",
        ],
        ["System.Char"] = ["IsDigit", "IsLetter", "IsLetterOrDigit", "IsWhiteSpace", "IsUpper", "IsLower", "IsPunctuation", "ToUpperInvariant", "ToLowerInvariant", "ToString"],
        ["System.Boolean"] = ["ToString", "Parse"],
        ["System.Int32"] = ["GetHashCode", "CompareTo", "Equals"],
        ["System.Int64"] = ["GetHashCode", "CompareTo", "Equals"],
        ["System.Single"] = ["IsNaN"],
        ["System.Double"] = ["IsNaN", "IsInfinity", "IsFinite"],
        ["System.Array"] = ["get_Length", "get_LongLength", "get_Rank"],
        ["System.Nullable`1"] = [".ctor", "get_HasValue", "get_Value", "GetValueOrDefault"],
        ["System.Span`1"] = ["get_Length", "get_Item", "get_IsEmpty", "Slice"],
        ["System.ReadOnlySpan`1"] = ["get_Length", "get_Item", "get_IsEmpty", "Slice"],
        ["System.Collections.Generic.List`1"] = [".ctor", "get_Count", "get_Item"],
        ["System.Text.StringBuilder"] = [".ctor", "get_Length", "Append", "ToString"],
        ["System.Exception"] = [".ctor"],
        ["System.ArgumentException"] = [".ctor"],
        ["System.ArgumentNullException"] = [".ctor"],
        ["System.ArgumentOutOfRangeException"] = [".ctor"],
        ["System.InvalidOperationException"] = [".ctor"],
        ["System.NotSupportedException"] = [".ctor"],
        ["System.FormatException"] = [".ctor"],
    };

    /// <summary>Whether calling a method of the platform lets nobody see the ambient span.</summary>
    public static bool IsBlind(MethodReference method)
        => s_blind.TryGetValue(method.DeclaringType.GetElementType().FullName, out string[]? names)
        && (names == s_any || names.Contains(method.Name))
        && !method.HasGenericParameters
        && method is not GenericInstanceMethod
        && !FormatsNumber(method)
        && method.Parameters.All(p => IsHarmless(p.ParameterType));

    private static bool FormatsNumber(MethodReference method)
        => method.Name == "Append" && method.Parameters[0].ParameterType is { IsPrimitive: true, MetadataType: not (MetadataType.Char or MetadataType.Boolean) };

    private static bool IsHarmless(TypeReference type) => type switch
    {
        ArrayType array => IsHarmless(array.ElementType),
        GenericParameter => true, // of the type, all of which only store or hand out such values
        _ => type.IsPrimitive || type.MetadataType == MetadataType.String,
    };
}
