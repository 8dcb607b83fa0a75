using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Finds where the body of an instance constructor of a class begins: after the call of the base's or another own constructor (K5).</summary>
internal static class ConstructorEntry
{
    /// <summary>Whether a method needs such a place; constructors of structs are wrapped from their start.</summary>
    public static bool IsNeeded(MethodDefinition method) => method.IsConstructor && !method.IsStatic && !method.DeclaringType.IsValueType;

    /// <summary>
    /// Finds the call by following <c>this</c> over the evaluation stack, not by pattern: arguments may branch (<c>?:</c>) and F# calls
    /// the base's constructor with <c>callvirt</c>.
    /// </summary>
    /// <returns>The call, or <see langword="null"/> when there is none, more than one, or code outside and inside of the part after it are entangled.</returns>
    public static Instruction? Find(MethodDefinition constructor)
    {
        MethodBody body = constructor.Body;
        StackFlow flow = StackFlow.Of(body);
        Instruction? found = null;
        foreach (Instruction instruction in body.Instructions)
        {
            if (IsConstructorCallOnThis(instruction, flow, body))
            {
                if (found is not null)
                {
                    return null;
                }

                found = instruction;
            }
        }

        bool isUsable = found?.Next is not null
            && flow.Before(found.Next) is { Depth: 0 }
            && IsSeparable(body, body.Instructions.IndexOf(found));
        return isUsable ? found : null;
    }

    private static bool IsConstructorCallOnThis(Instruction instruction, StackFlow flow, MethodBody body)
    {
        if (instruction.OpCode.Code is not (Code.Call or Code.Callvirt)
            || instruction.Operand is not MethodReference { Name: ".ctor" } called
            || flow.Before(instruction) is not { } stack)
        {
            return false;
        }

        for (int i = 0; i < called.Parameters.Count; i++)
        {
            stack = stack.Below!;
        }

        return stack.Producer is { } producer && IlCode.LoadsThis(producer, body);
    }

    // The wrapped part becomes a protected region: nothing may jump into its middle or out of it, and no region may lie across its start.
    private static bool IsSeparable(MethodBody body, int split)
    {
        var position = new Dictionary<Instruction, int>(body.Instructions.Count);
        for (int i = 0; i < body.Instructions.Count; i++)
        {
            position.Add(body.Instructions[i], i);
        }

        bool IsInside(Instruction? instruction) => instruction is null || position[instruction] > split;

        foreach (Instruction instruction in body.Instructions)
        {
            foreach (Instruction target in IlCode.Targets(instruction))
            {
                if (IsInside(instruction) != IsInside(target))
                {
                    return false;
                }
            }
        }

        return body.ExceptionHandlers.All(h =>
            IsInside(h.TryStart) == IsInside(h.HandlerStart) && (IsInside(h.TryStart) || (position[h.TryStart] < split && !IsInside(h.HandlerStart))));
    }
}
