using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// For state machines whose builder is not the platform's, and may therefore leave the ambient span behind in the caller
/// (design decision 14): the ambient span is put back after the builder's <c>Start</c> and after every <c>MoveNext</c>.
/// <code>
/// kickoff:   …ldloc call ; call AsyncCall.SaveAmbient ; stloc token      // only when recorded; null otherwise
/// GO:        …call Start
///            ldloc call ; ldloc token ; call AsyncCall.Leave
///
/// MoveNext:  ldarg.0 ; ldfld call ; stloc call                            // kept: a pooled machine may be in other hands at the end
///            ldloc call ; call AsyncCall.Enter ; stloc token
/// BODY:      nop
///            …the body; each ret becomes leave EPILOGUE
/// FINALLY:   ldloc call ; ldloc token ; call AsyncCall.Leave ; endfinally
/// EPILOGUE:  ret
/// </code>
/// </summary>
internal static class AmbientGuard
{
    /// <summary>Adds the saving to the kickoff's code, and the restoring after the call of <c>Start</c>.</summary>
    public static void AroundStart(MethodBodyEditor editor, WovenMethod woven, Instruction start, VariableDefinition call, List<Instruction> code)
    {
        VariableDefinition token = editor.AddLocal(editor.Method.Module.TypeSystem.Object);

        // Both locals are cleared by hand: the method may run without zeroed locals (K26), and the kickoff passes here once.
        code.InsertRange(0,
        [
            Instruction.Create(OpCodes.Ldnull),
            Instruction.Create(OpCodes.Stloc, call),
            Instruction.Create(OpCodes.Ldnull),
            Instruction.Create(OpCodes.Stloc, token),
        ]);
        code.InsertRange(code.Count - 1,
        [
            Instruction.Create(OpCodes.Ldloc, call),
            Instruction.Create(OpCodes.Call, woven.Core.Async("SaveAmbient")),
            Instruction.Create(OpCodes.Stloc, token),
        ]);
        editor.InsertAfter(start,
        [
            Instruction.Create(OpCodes.Ldloc, call),
            Instruction.Create(OpCodes.Ldloc, token),
            Instruction.Create(OpCodes.Call, woven.Core.Async("Leave")),
        ]);
    }

    /// <summary>Encloses the body of <c>MoveNext</c>, and applies the edits.</summary>
    public static void AroundMoveNext(MethodBodyEditor editor, CoreReferences core, Instruction[] loadCall)
    {
        MethodDefinition moveNext = editor.Method;
        LocalsInitialization.Settle(moveNext);
        VariableDefinition call = editor.AddLocal(core.AsyncCall);
        VariableDefinition token = editor.AddLocal(moveNext.Module.TypeSystem.Object);
        Instruction body = Instruction.Create(OpCodes.Nop);
        ProtectedBody wrapped = ProtectedBody.Enclose(editor, body, after: null);

        editor.InsertBefore(moveNext.Body.Instructions[0],
        [
            .. loadCall,
            Instruction.Create(OpCodes.Stloc, call),
            Instruction.Create(OpCodes.Ldloc, call),
            Instruction.Create(OpCodes.Call, core.Async("Enter")),
            Instruction.Create(OpCodes.Stloc, token),
            body,
        ]);

        Instruction end = Instruction.Create(OpCodes.Ldloc, call);
        editor.Append(
        [
            end,
            Instruction.Create(OpCodes.Ldloc, token),
            Instruction.Create(OpCodes.Call, core.Async("Leave")),
            Instruction.Create(OpCodes.Endfinally),
        ]);
        if (wrapped.Returns)
        {
            editor.Append([wrapped.Epilogue, Instruction.Create(OpCodes.Ret)]);
        }

        editor.AddHandler(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = body,
            TryEnd = end,
            HandlerStart = end,
            HandlerEnd = wrapped.Returns ? wrapped.Epilogue : null,
        });
        editor.Apply();
        SequencePoints.CoverPrologue(moveNext, moveNext.Body.Instructions[0]);
        SequencePoints.HideFrom(moveNext, end);
    }
}
