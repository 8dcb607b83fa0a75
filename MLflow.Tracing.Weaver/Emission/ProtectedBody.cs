using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Turns the <c>ret</c>s of a body into ways to one epilogue, so that a protected region can lie around it:
/// <c>ret</c> becomes <c>stloc result ; leave EPILOGUE</c>, or <c>leave EPILOGUE</c> in a method without a result.
/// </summary>
internal sealed class ProtectedBody
{
    private ProtectedBody(VariableDefinition? result, Instruction epilogue, bool returns)
    {
        Result = result;
        Epilogue = epilogue;
        Returns = returns;
    }

    /// <summary>Where the result is kept; null for a method without one.</summary>
    public VariableDefinition? Result { get; }

    /// <summary>The first instruction of the epilogue: an empty one, to be appended by the caller if <see cref="Returns"/>.</summary>
    public Instruction Epilogue { get; }

    /// <summary>Whether the body returns at all (F8).</summary>
    public bool Returns { get; }

    /// <summary>Changes the <c>ret</c>s.</summary>
    /// <param name="editor">The body's editor.</param>
    /// <param name="start">The first instruction of the protected region, yet to be inserted.</param>
    /// <param name="after">The last instruction before the region; null when it starts with the body.</param>
    public static ProtectedBody Enclose(MethodBodyEditor editor, Instruction start, Instruction? after)
    {
        MethodDefinition method = editor.Method;
        RejectReturnsInsideRegions(method.Body);
        TypeReference type = RuntimeAsync.ResultOf(method);
        VariableDefinition? result = TypeShape.IsVoid(type) ? null : editor.AddLocal(TypeShape.ForLocal(type));
        Instruction epilogue = Instruction.Create(OpCodes.Nop);
        bool returns = false;

        bool isInside = after is null;
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (isInside)
            {
                returns |= Leave(instruction, result, epilogue, editor);
            }

            isInside |= instruction == after;
        }

        return new ProtectedBody(result, epilogue, returns);
    }

    private static bool Leave(Instruction instruction, VariableDefinition? result, Instruction epilogue, MethodBodyEditor editor)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Tail:
                // F14: a tail call would leave the protected region; classification let it pass because it was asked for by name.
                instruction.OpCode = OpCodes.Nop;
                return false;
            case Code.Jmp:
                throw new UnsupportedShapeException("it jumps to another method (F15)");
            case Code.Ret when result is null:
                instruction.OpCode = OpCodes.Leave;
                instruction.Operand = epilogue;
                return true;
            case Code.Ret:
                // F20: the ret itself changes, so that jumps to it with the value on the stack store the value.
                instruction.OpCode = OpCodes.Stloc;
                instruction.Operand = result;
                editor.InsertAfter(instruction, [Instruction.Create(OpCodes.Leave, epilogue)]);
                return true;
            default:
                return false;
        }
    }

    // Not valid IL, and the runtime may or may not notice; weaving must not turn it into something else.
    private static void RejectReturnsInsideRegions(MethodBody body)
    {
        if (!body.HasExceptionHandlers)
        {
            return;
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            Reject(handler.TryStart, handler.TryEnd);
            Reject(handler.HandlerStart, handler.HandlerEnd);
        }

        static void Reject(Instruction start, Instruction? end)
        {
            for (Instruction? each = start; each is not null && each != end; each = each.Next)
            {
                if (each.OpCode.Code == Code.Ret)
                {
                    throw new UnsupportedShapeException("it returns from inside a protected region");
                }
            }
        }
    }
}
