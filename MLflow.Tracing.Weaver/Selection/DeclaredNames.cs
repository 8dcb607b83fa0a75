using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Names as the programmer wrote them, recovered from the names in metadata.</summary>
internal static class DeclaredNames
{
    private const string LambdaMarker = ">b__";
    private const string LocalFunctionMarker = ">g__";

    /// <summary>The namespace a type was declared in: that of its outermost type.</summary>
    public static string NamespaceOf(TypeDefinition type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } declaring)
        {
            outermost = declaring;
        }

        return outermost.Namespace;
    }

    /// <summary>A type's name without namespace and arity, <c>Outer.Inner</c> for a nested one. A closure has the name of the type it was written in.</summary>
    public static string TypeNameOf(TypeReference type)
    {
        var name = SimpleTypeNameOf(type);
        if (type.DeclaringType is not { } declaring)
        {
            return name;
        }

        return CompilerArtefacts.IsUnspeakable(type.Name) ? TypeNameOf(declaring) : TypeNameOf(declaring) + "." + name;
    }

    /// <summary>A member's name: a constructor's type, an accessor's property or event, a local function's own name, <c>Outer.&lt;lambda&gt;</c> for a lambda.</summary>
    public static string MemberNameOf(MethodDefinition method)
    {
        var name = method.Name;
        var lambda = name.IndexOf(LambdaMarker, StringComparison.Ordinal);
        if (lambda > 0)
        {
            return WithoutMarks(name.Substring(1, lambda - 1), method) + ".<lambda>";
        }

        var localFunction = name.IndexOf(LocalFunctionMarker, StringComparison.Ordinal);
        if (localFunction > 0)
        {
            var start = localFunction + LocalFunctionMarker.Length;
            var end = name.IndexOf('|', start);
            return end < 0 ? name.Substring(start) : name.Substring(start, end - start);
        }

        if (Accessors.OwnerOf(method) is { } owner)
        {
            return AfterLastDot(owner.Name);
        }

        return method.HasOverrides && name.IndexOf('.') > 0 ? AfterLastDot(name) : WithoutMarks(name, method);
    }

    /// <summary>All names a pattern may use for a member: its source name, its name in metadata, and those of the members it implements explicitly.</summary>
    public static IReadOnlyList<string> MatchNamesOf(MethodDefinition method)
    {
        var names = new List<string> { MemberNameOf(method) };
        Add(names, method.Name);
        if (method.HasOverrides)
        {
            foreach (var overridden in method.Overrides)
            {
                var qualified = TypeNameOf(overridden.DeclaringType.GetElementType()) + "." + overridden.Name;
                Add(names, overridden.Name);
                Add(names, qualified);
                Add(names, overridden.DeclaringType.Namespace is { Length: > 0 } prefix ? prefix + "." + qualified : qualified);
            }
        }

        return names;
    }

    /// <summary>A type's name without the types around it, namespace and arity; a <c>file</c> type's without the file.</summary>
    public static string SimpleTypeNameOf(TypeReference type)
    {
        var name = type.Name;
        var fileLocal = CompilerArtefacts.FileLocalNameStart(name);
        var end = name.LastIndexOf('`');
        return name.Substring(fileLocal, (end < 0 ? name.Length : end) - fileLocal);
    }

    private static string WithoutMarks(string name, MethodDefinition method) => name switch
    {
        ".ctor" or ".cctor" => AfterLastDot(TypeNameOf(method.DeclaringType)),
        "<Main>$" => "Main",
        _ when name.StartsWith("get_", StringComparison.Ordinal) && name != method.Name => name.Substring(4),
        _ when name.StartsWith("set_", StringComparison.Ordinal) && name != method.Name => name.Substring(4),
        _ => name,
    };

    private static string AfterLastDot(string name) => name.Substring(name.LastIndexOf('.') + 1);

    private static void Add(List<string> names, string name)
    {
        if (!names.Contains(name, StringComparer.Ordinal))
        {
            names.Add(name);
        }
    }
}
