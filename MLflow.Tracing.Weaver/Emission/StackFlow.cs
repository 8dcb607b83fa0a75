using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// What lies on the evaluation stack before each reachable instruction, and which instruction pushed it.
/// Where paths meet, the first one seen stands for all: enough to find operands, not a verifier.
/// </summary>
internal sealed class StackFlow
{
    private readonly Dictionary<Instruction, Entry> _before;

    private StackFlow(int instructions) => _before = new(instructions);

    /// <summary>Follows all paths through a body once.</summary>
    public static StackFlow Of(MethodBody body)
    {
        var flow = new StackFlow(body.Instructions.Count);
        var pending = new Stack<(Instruction Instruction, Entry Stack)>();

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            bool holdsException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            pending.Push((handler.HandlerStart, holdsException ? Entry.Bottom.Push(null) : Entry.Bottom));
            if (handler.FilterStart is not null)
            {
                pending.Push((handler.FilterStart, Entry.Bottom.Push(null)));
            }
        }

        pending.Push((body.Instructions[0], Entry.Bottom));
        while (pending.Count > 0)
        {
            (Instruction instruction, Entry stack) = pending.Pop();
            flow.Follow(instruction, stack, body.Method, pending);
        }

        return flow;
    }

    /// <summary>The stack before an instruction, or <see langword="null"/> when nothing leads there.</summary>
    public Entry? Before(Instruction instruction) => _before.TryGetValue(instruction, out Entry? entry) ? entry : null;

    /// <summary>Where the code that pushed the given entry begins: the first instruction of its operands' operands.</summary>
    /// <returns><see langword="null"/> when the entry does not come from one straight line of code.</returns>
    public Instruction? StartOf(Entry entry)
    {
        Instruction? producer = entry.Producer;
        while (producer is not null)
        {
            Entry? before = Before(producer);
            int pops = before is null ? 0 : StackEffect.Pops(producer, before.Depth);
            if (pops == 0)
            {
                return producer;
            }

            for (int i = 1; i < pops; i++)
            {
                before = before!.Below;
            }

            producer = before!.Producer;
        }

        return null;
    }

    private void Follow(Instruction start, Entry stack, MethodDefinition method, Stack<(Instruction, Entry)> pending)
    {
        Instruction? instruction = start;
        while (instruction is not null && !_before.ContainsKey(instruction))
        {
            _before.Add(instruction, stack);
            stack = After(instruction, stack, method);

            if (instruction.Operand is Instruction target)
            {
                pending.Push((target, stack));
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                foreach (Instruction each in targets)
                {
                    pending.Push((each, stack));
                }
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                return;
            }

            instruction = instruction.Next;
        }
    }

    private static Entry After(Instruction instruction, Entry stack, MethodDefinition method)
    {
        if (instruction.OpCode.Code == Code.Dup)
        {
            return stack.Push(stack.Producer);
        }

        int pops = instruction.OpCode.Code == Code.Ret ? StackEffect.RetPops(method) : StackEffect.Pops(instruction, stack.Depth);
        for (int i = 0; i < pops; i++)
        {
            stack = stack.Below ?? throw new UnsupportedShapeException($"the stack is empty before '{instruction.OpCode.Name}'");
        }

        for (int i = StackEffect.Pushes(instruction); i > 0; i--)
        {
            stack = stack.Push(instruction);
        }

        return stack;
    }

    /// <summary>The top of a stack, as a list that shares its tail.</summary>
    /// <param name="Producer">What pushed this entry; null for the exception a handler starts with.</param>
    /// <param name="Below">The rest; null at the bottom.</param>
    /// <param name="Depth">How many entries there are.</param>
    internal sealed record Entry(Instruction? Producer, Entry? Below, int Depth)
    {
        /// <summary>The empty stack.</summary>
        public static Entry Bottom { get; } = new(null, null, 0);

        /// <summary>This stack with one more entry.</summary>
        public Entry Push(Instruction? producer) => new(producer, this, Depth + 1);
    }
}
