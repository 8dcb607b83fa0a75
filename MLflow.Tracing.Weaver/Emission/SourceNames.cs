using System.Text;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Names as the source has them: no arity, no marks of the compiler.</summary>
internal static class SourceNames
{
    /// <summary>Namespace, types and method joined by dots; constructors have the type's name, accessors the property's.</summary>
    public static string Function(MethodDefinition method)
    {
        var path = new List<string> { Member(method) };
        TypeDefinition? outermost = null;
        for (TypeDefinition? type = method.DeclaringType; type is not null; type = type.DeclaringType)
        {
            outermost = type;
            if (!IsGenerated(type.Name))
            {
                path.Insert(0, WithoutArity(type.Name));
            }
        }

        if (!string.IsNullOrEmpty(outermost!.Namespace))
        {
            path.Insert(0, outermost.Namespace);
        }

        return string.Join(".", path);
    }

    /// <summary>A type as C# writes it, without namespaces: <c>ReadOnlySpan&lt;char&gt;</c>, <c>int*</c>.</summary>
    public static string Type(TypeReference type)
    {
        switch (type)
        {
            case IModifierType modified:
                return Type(modified.ElementType);
            case FunctionPointerType:
                return "delegate*";
            case PointerType pointer:
                return Type(pointer.ElementType) + "*";
            case ByReferenceType reference:
                return "ref " + Type(reference.ElementType);
            case ArrayType array:
                return Type(array.ElementType) + "[" + new string(',', array.Rank - 1) + "]";
            case GenericInstanceType generic:
                return WithoutArity(generic.ElementType.Name) + "<" + string.Join(", ", generic.GenericArguments.Select(Type)) + ">";
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
            _ => WithoutArity(type.Name),
        };
    }

    private static string Member(MethodDefinition method)
    {
        if (method.IsConstructor)
        {
            return WithoutArity(method.DeclaringType.Name);
        }

        string name = method.Name;
        if (method.IsGetter || method.IsSetter || method.IsAddOn || method.IsRemoveOn)
        {
            name = WithoutAccessorPrefix(name);
        }

        return IsGenerated(name) ? FromGenerated(name) : AfterLastDot(name);
    }

    // `IShop.get_Name` and `get_Name` both become `Name`.
    private static string WithoutAccessorPrefix(string name)
    {
        string last = AfterLastDot(name);
        return last.Substring(last.IndexOf('_') + 1);
    }

    private static string AfterLastDot(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot > 0 && dot < name.Length - 1 ? name.Substring(dot + 1) : name;
    }

    // C#: `<Outer>g__Local|3_0` is a local function, `<Outer>b__3_0` a lambda, `<Main>$` the top-level statements.
    private static string FromGenerated(string name)
    {
        int close = name.LastIndexOf('>');
        var result = new StringBuilder(name, 1, close - 1, name.Length);
        string rest = name.Substring(close + 1);
        if (rest.StartsWith("g__", StringComparison.Ordinal))
        {
            int bar = rest.IndexOf('|');
            result.Append('.').Append(rest, 3, (bar < 0 ? rest.Length : bar) - 3);
        }
        else if (rest.StartsWith("b__", StringComparison.Ordinal))
        {
            result.Append(".<lambda>");
        }

        return result.ToString();
    }

    private static bool IsGenerated(string name) => name.Length > 2 && name[0] == '<' && name.IndexOf('>') > 0;

    private static string WithoutArity(string name)
    {
        int tick = name.IndexOf('`');
        return tick < 0 ? name : name.Substring(0, tick);
    }
}
