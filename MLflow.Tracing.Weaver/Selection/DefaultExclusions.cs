using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>What rules, and attributes of a type or an assembly, leave out by default: members that would only be noise, or that better stay as they are.</summary>
internal static class DefaultExclusions
{
    private const string ModuleInitializer = "System.Runtime.CompilerServices.ModuleInitializerAttribute";
    private const string UnmanagedCallersOnly = "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute";

    private static readonly (LeftOutReason Reason, Func<MethodDefinition, bool> AppliesTo)[] s_exclusions =
    [
        // K13, K12: an interface or abstract member is traced where it is implemented. Native methods are no such thing: asking for them is answered.
        (new("no-body", "has no body of its own"), static method => method.IsAbstract || method.IsRuntime),
        (new("accessor", "is an accessor of a property or event"), static method => Accessors.OwnerOf(method) is not null),
        (new("constructor", "is a constructor"), static method => method.IsConstructor && !method.IsStatic),
        (new("static-constructor", "is a static constructor"), static method => method.IsConstructor && method.IsStatic),
        (new("module-initializer", "is a module initializer"), static method => CompilerArtefacts.HasAttribute(method, ModuleInitializer)),
        (new("finalizer", "is a finalizer"), static method => method is { Name: "Finalize", IsVirtual: true, HasParameters: false }),
        (new("operator", "is an operator or a conversion"), static method => method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal)),

        // K9: capture may call these to describe an argument.
        (new("object-member", "is Equals, GetHashCode or ToString"), static method => DeclaredNames.MemberNameOf(method) is "Equals" or "GetHashCode" or "ToString"),
        (new("entry-point-stub", "is the entry point the compiler puts before an async Main"), static method => method.Name == CompilerArtefacts.EntryPointStub),
        (new("closure", "is a lambda or a local function"), static method => CompilerArtefacts.IsClosure(method.Name)),
        (new("compiler-generated", "was made by the compiler"), static method => method.Name != CompilerArtefacts.TopLevelStatements && CompilerArtefacts.IsMarkedCompilerGenerated(method)),
        (new("generated-code", "is marked as generated code"), CompilerArtefacts.IsMarkedGeneratedCode),

        // K16: a method with exception handling is not inlined, and a span costs more than such a method does.
        (new("aggressive-inlining", "asks to be inlined"), static method => method.AggressiveInlining),

        // K25: it runs on threads of its native caller.
        (new("unmanaged-callers-only", "is called from native code"), static method => CompilerArtefacts.HasAttribute(method, UnmanagedCallersOnly)),
        (new("trivial", "is empty, or only returns a constant, a parameter or a field, or only stores a field"), TrivialBody.IsTrivial),
    ];

    /// <summary>All reasons there are.</summary>
    public static IEnumerable<LeftOutReason> Reasons => s_exclusions.Select(static exclusion => exclusion.Reason);

    /// <summary>Why rules leave a method out, or <see langword="null"/> when they do not.</summary>
    public static LeftOutReason? ReasonFor(MethodDefinition method)
        => s_exclusions.FirstOrDefault(exclusion => exclusion.AppliesTo(method)).Reason;
}
