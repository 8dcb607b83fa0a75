using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>What rules, and attributes of a type or an assembly, leave out by default: members that would only be noise, or that better stay as they are.</summary>
internal static class DefaultExclusions
{
    private const string ModuleInitializer = "System.Runtime.CompilerServices.ModuleInitializerAttribute";
    private const string UnmanagedCallersOnly = "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute";

    private const string EntryPointStub = "entry-point-stub";

    /// <summary>K13, K12: an interface or abstract member is traced where it is implemented. Native methods are no such thing: asking for them is answered.</summary>
    public static readonly LeftOutReason WithoutBody = new("no-body", "has no body of its own");

    private static readonly (LeftOutReason Reason, Func<MethodDefinition, bool> AppliesTo)[] s_exclusions =
    [
        (WithoutBody, static method => method.IsAbstract || method.IsRuntime),
        (new("accessor", "is an accessor of a property or event"), static method => Accessors.OwnerOf(method) is not null),
        (new("constructor", "is a constructor"), static method => method.IsConstructor && !method.IsStatic),
        (new("static-constructor", "is a static constructor"), static method => method.IsConstructor && method.IsStatic),
        (new("module-initializer", "is a module initializer"), static method => CompilerArtefacts.HasAttribute(method, ModuleInitializer)),
        (new("finalizer", "is a finalizer"), static method => method is { Name: "Finalize", IsVirtual: true, HasParameters: false }),
        (new("operator", "is an operator or a conversion"), static method => method.IsSpecialName && method.Name.StartsWith("op_", StringComparison.Ordinal)),

        // K9: capture may call these to describe an argument.
        (new("object-member", "is Equals, GetHashCode or ToString"), static method => DeclaredNames.MemberNameOf(method) is "Equals" or "GetHashCode" or "ToString"),
        (new(EntryPointStub, "is the entry point the compiler puts before an async Main"), static method => method.Name == CompilerArtefacts.EntryPointStub),
        (new("closure", "is a lambda or a local function"), static method => CompilerArtefacts.IsClosure(method.Name)),

        // Compilers mark what is around a closure; its code was written all the same, and it has a reason of its own.
        (new("compiler-generated", "was made by the compiler"), static method => method.Name != CompilerArtefacts.TopLevelStatements && !CompilerArtefacts.IsClosure(method.Name) && CompilerArtefacts.IsMarkedCompilerGenerated(method)),
        (new("generated-code", "is marked as generated code"), CompilerArtefacts.IsMarkedGeneratedCode),

        // K16: a method with exception handling is not inlined, and a span costs more than such a method does.
        (new("aggressive-inlining", "asks to be inlined"), static method => method.AggressiveInlining),

        // K25: it runs on threads of its native caller.
        (new("unmanaged-callers-only", "is called from native code"), static method => CompilerArtefacts.HasAttribute(method, UnmanagedCallersOnly)),
        (new("trivial", "is empty, or only returns a constant, a parameter or a field, or only stores a field"), TrivialBody.IsTrivial),
    ];

    /// <summary>All reasons there are.</summary>
    public static IEnumerable<LeftOutReason> Reasons => s_exclusions.Select(static exclusion => exclusion.Reason);

    /// <summary>The reasons that <c>Members</c> of an <c>&lt;Include&gt;</c> can set aside, by their words.</summary>
    public static IReadOnlyCollection<string> Overridable { get; } = [.. Reasons.Select(static reason => reason.Id).Except([WithoutBody.Id, EntryPointStub], StringComparer.Ordinal)];

    /// <summary>Why rules leave a method out, or <see langword="null"/> when they do not.</summary>
    /// <param name="method">The method.</param>
    /// <param name="wanted">The reasons that do not count, by their words.</param>
    public static LeftOutReason? ReasonFor(MethodDefinition method, IReadOnlyCollection<string> wanted)
        => s_exclusions.FirstOrDefault(exclusion => exclusion.AppliesTo(method) && !wanted.Contains(exclusion.Reason.Id, StringComparer.Ordinal)).Reason;
}
