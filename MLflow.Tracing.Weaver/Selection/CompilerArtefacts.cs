using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Recognises what a compiler made and nobody wrote: state machines, closures, extension skeletons.</summary>
internal static class CompilerArtefacts
{
    private const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";
    private const string GeneratedCode = "System.CodeDom.Compiler.GeneratedCodeAttribute";
    private const string ExtensionMarker = "System.Runtime.CompilerServices.ExtensionMarkerAttribute";

    /// <summary>The entry point that the C# compiler makes of top-level statements: unspeakable, yet every line of it was written.</summary>
    public const string TopLevelStatements = "<Main>$";

    /// <summary>K15: the entry point that the C# compiler puts before an async <c>Main</c>; it only waits.</summary>
    public const string EntryPointStub = "<Main>";

    /// <summary>Whether a name cannot be written in the language it comes from: C# uses angle brackets, Visual Basic a few prefixes, F# <c>@</c> for closures and <c>$W</c> for the twins of inline functions.</summary>
    public static bool IsUnspeakable(string name)
        => (name.Length > 0 && name[0] == '<' && name != TopLevelStatements && FileLocalNameStart(name) == 0)
            || name.IndexOf('@') >= 0
            || name.EndsWith("$W", StringComparison.Ordinal)
            || name.StartsWith("VB$", StringComparison.Ordinal)
            || name.StartsWith("_Closure$__", StringComparison.Ordinal)
            || name.StartsWith("_Lambda$__", StringComparison.Ordinal);

    /// <summary>Where the source name starts in the metadata name of a C# <c>file</c> type, <c>&lt;File&gt;F0123…__Name</c>; 0 for any other.</summary>
    public static int FileLocalNameStart(string name)
    {
        const int HashLength = 64;
        if (name.Length == 0 || name[0] != '<')
        {
            return 0;
        }

        var close = name.IndexOf(">F", StringComparison.Ordinal);
        var separator = close + 2 + HashLength;
        return close > 0 && separator + 2 < name.Length && name[separator] == '_' && name[separator + 1] == '_' ? separator + 2 : 0;
    }

    /// <summary>S24: whether a type, or one around it, is a state machine, a closure or the like. Rules never enter it.</summary>
    public static bool IsArtefact(TypeDefinition type)
    {
        for (var current = type; current is not null; current = current.DeclaringType)
        {
            if (IsUnspeakable(current.Name) || IsUnspeakable(current.Namespace) || current.Interfaces.Any(static implemented => implemented.InterfaceType.FullName == "System.Runtime.CompilerServices.IAsyncStateMachine"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>K8: whether a name is that of a lambda or a local function: made up by the compiler, for code that somebody wrote.</summary>
    public static bool IsClosure(string methodName)
        => methodName.IndexOf(">b__", StringComparison.Ordinal) > 0
            || methodName.IndexOf(">g__", StringComparison.Ordinal) > 0
            || methodName.StartsWith("_Lambda$__", StringComparison.Ordinal);

    /// <summary>Whether somebody wrote the method, as far as names tell. Rules and the report know no other methods.</summary>
    public static bool IsWritten(MethodDefinition method)
        => IsClosure(method.Name) || method.Name == EntryPointStub || (!IsUnspeakable(method.Name) && !IsArtefact(method.DeclaringType));

    /// <summary>K1: whether a method is the bodyless twin of a C# 14 extension member; it carries the same attributes as the real one.</summary>
    public static bool IsExtensionSkeleton(MethodDefinition method)
        => method.DeclaringType.Name.StartsWith("<G>$", StringComparison.Ordinal) || HasAttribute(method, ExtensionMarker);

    /// <summary>Whether the member or a type around it is marked as made by the compiler, as the members a record gets are.</summary>
    public static bool IsMarkedCompilerGenerated(MethodDefinition method) => IsMarked(method, CompilerGenerated);

    /// <summary>Whether the member or a type around it is marked as made by a tool.</summary>
    public static bool IsMarkedGeneratedCode(MethodDefinition method) => IsMarked(method, GeneratedCode);

    /// <summary>Whether an attribute stands on a member, a type or an assembly, by its full name.</summary>
    public static bool HasAttribute(ICustomAttributeProvider provider, string fullName)
        => provider.HasCustomAttributes && provider.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == fullName);

    private static bool IsMarked(MethodDefinition method, string attribute)
    {
        if (HasAttribute(method, attribute))
        {
            return true;
        }

        for (var type = method.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (HasAttribute(type, attribute))
            {
                return true;
            }
        }

        return false;
    }
}
