using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>How often woven bodies call the hooks of <c>TraceScope</c>.</summary>
internal static class HookCalls
{
    private const string Scope = "MLflow.Tracing.Woven.TraceScope";

    // More than twice is as wrong as twice.
    private const int Many = 2;

    /// <summary>Whether a body is wrapped: it begins a span of its own.</summary>
    public static bool IsWrapped(MethodDefinition method) => method.HasBody && Count(method, "Begin") > 0;

    /// <summary>The hooks that are not called once, and the returns that are not reached after one ending.</summary>
    public static IEnumerable<string> Wrong(ModuleDefinition module)
        => module.GetTypes().SelectMany(t => t.Methods).Where(IsWrapped).SelectMany(method => WrongCounts(method).Concat(WrongReturns(method)));

    private static IEnumerable<string> WrongCounts(MethodDefinition method)
        => from hook in new[] { "Begin", "Start", "Observe", "Fault" }
           let count = Count(method, hook)
           where count != 1
           select $"{method.FullName}: calls {hook} {count} times";

    private static int Count(MethodDefinition method, string hook) => method.Body.Instructions.Count(i => Hook(i) == hook);

    private static IEnumerable<string> WrongReturns(MethodDefinition method)
        => EndingsBeforeReturns(method).Where(endings => endings != 1).Select(endings => $"{method.FullName}: returns after {endings} endings");

    // Walks all paths; a handler of the body begins before anything has ended.
    private static SortedSet<int> EndingsBeforeReturns(MethodDefinition method)
    {
        var returns = new SortedSet<int>();
        var seen = new HashSet<(Instruction, int)>();
        var open = new Stack<(Instruction At, int Endings)>();
        open.Push((method.Body.Instructions[0], 0));
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            open.Push((handler.HandlerStart, 0));
        }

        while (open.TryPop(out (Instruction At, int Endings) state))
        {
            if (!seen.Add(state))
            {
                continue;
            }

            if (state.At.OpCode == OpCodes.Ret)
            {
                returns.Add(state.Endings);
            }

            int endings = Hook(state.At)?.StartsWith("Complete", StringComparison.Ordinal) == true ? Math.Min(state.Endings + 1, Many) : state.Endings;
            foreach (Instruction next in Successors(state.At))
            {
                open.Push((next, endings));
            }
        }

        return returns;
    }

    private static IEnumerable<Instruction> Successors(Instruction at)
    {
        IEnumerable<Instruction> targets = at.Operand switch
        {
            Instruction target => [target],
            Instruction[] table => table,
            _ => [],
        };
        return at.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw || at.Next is null ? targets : targets.Append(at.Next);
    }

    private static string? Hook(Instruction instruction)
        => instruction.Operand is MethodReference called && called.DeclaringType.FullName == Scope ? called.Name : null;
}
