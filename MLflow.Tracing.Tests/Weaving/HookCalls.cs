using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>How often woven bodies call the hooks of <c>TraceScope</c>.</summary>
internal static class HookCalls
{
    private const string Scope = "MLflow.Tracing.Woven.TraceScope";

    /// <summary>Whether a body is wrapped: it begins a span of its own.</summary>
    public static bool IsWrapped(MethodDefinition method) => method.HasBody && Count(method, "Begin") > 0;

    /// <summary>The hooks that are not called once, where they are due.</summary>
    public static IEnumerable<string> Wrong(ModuleDefinition module)
        => from method in module.GetTypes().SelectMany(t => t.Methods)
           where IsWrapped(method)
           from hook in new[] { "Begin", "Start", "Observe", "Fault", "Complete" }
           let due = hook == "Complete" ? Endings(method) : 1
           let count = Count(method, hook)
           where count != due
           select $"{method.FullName}: calls {hook} {count} times instead of {due}";

    // A returned reference is looked at first: it may be null.
    private static int Endings(MethodDefinition method)
        => !method.Body.Instructions.Any(i => i.OpCode == OpCodes.Ret) ? 0
            : method.ReturnType is ByReferenceType or IModifierType { ElementType: ByReferenceType } ? 2
            : 1;

    // Complete has forms for each kind of result.
    private static int Count(MethodDefinition method, string hook)
        => method.Body.Instructions.Count(i => i.Operand is MethodReference called && called.DeclaringType.FullName == Scope
            && (hook == "Complete" ? called.Name.StartsWith(hook, StringComparison.Ordinal) : called.Name == hook));
}
