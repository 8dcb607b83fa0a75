using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Strategy W: wraps a body in place. No clone, no catch, no rethrow that runs.
/// <code>
///   ldloca scope ; initobj TraceScope                              // at the start; in constructors after the base/this call (K5)
///   ldsfld site ; call TraceSite.get_IsEnabled ; brfalse BODY
///   ldloca scope ; ldsfld site ; call TraceScope.Begin ; brfalse BODY
///   …arguments, see CapturedParameters…
///   ldloca scope ; call TraceScope.Start                           // last: nothing can fail between it and the try
/// BODY:    nop                                                     // both tries start here
///   …the body as it was; each ret becomes [stloc result ;] leave EPILOGUE
/// FILTER:  stloc o ; ldloca scope ; ldloc o ; call TraceScope.Observe ; endfilter      // always 0
/// HANDLER: pop ; rethrow                                           // never reached
/// FAULT:   ldloca scope ; call TraceScope.Fault ; endfinally
/// EPILOGUE:…values of out and ref parameters, see ExitValues…
///          [ldloca scope ; ldloc result ; call TraceScope.Complete&lt;T&gt; ; ldloc result ;] ret
/// </code>
/// The exception is only looked at where filters exist; <see cref="ExceptionHooks.Catch"/> has this instead of FILTER, HANDLER and FAULT:
/// <code>
/// CATCH:   stloc o ; ldloca scope ; ldloc o ; call TraceScope.Observe ; pop ; ldloca scope ; call TraceScope.Fault ; rethrow
/// </code>
/// </summary>
internal static class SynchronousEmitter
{
    /// <summary>Weaves a method whose result is recorded when it returns.</summary>
    public static void Emit(WovenMethod woven) => Emit(woven, ValueResult.Report);

    /// <summary>Weaves a method with an epilogue of the caller's making.</summary>
    public static void Emit(WovenMethod woven, ResultReport report)
    {
        MethodDefinition method = woven.Method;
        LocalsInitialization.Settle(method);
        Instruction? entry = ConstructorEntry.IsNeeded(method)
            ? ConstructorEntry.Find(method) ?? throw new UnsupportedShapeException("the call of the base constructor was not found")
            : null;

        var editor = new MethodBodyEditor(method);
        VariableDefinition scope = editor.AddLocal(woven.Core.TraceScope);
        VariableDefinition exception = editor.AddLocal(method.Module.TypeSystem.Object);
        Instruction body = Instruction.Create(OpCodes.Nop);
        Instruction first = Instruction.Create(OpCodes.Ldloca, scope);

        ProtectedBody wrapped = ProtectedBody.Enclose(editor, body, entry);
        List<Instruction> prologue = [first, .. Prologue(woven, scope, body), body];
        if (entry is null)
        {
            editor.InsertBefore(method.Body.Instructions[0], prologue); // F21: jumps to the first instruction stay inside
        }
        else
        {
            editor.InsertAfter(entry, prologue);
        }

        // F8: without a ret there is no epilogue, and the last handler ends with the code.
        Instruction handlers = Instruction.Create(OpCodes.Stloc, exception);
        Instruction? end = wrapped.Returns ? wrapped.Epilogue : null;
        editor.Append(
        [
            handlers,
            Instruction.Create(OpCodes.Ldloca, scope),
            Instruction.Create(OpCodes.Ldloc, exception),
            Instruction.Create(OpCodes.Call, woven.Core.Scope("Observe")),
        ]);
        if (woven.Exceptions == ExceptionHooks.Catch)
        {
            AddCatch(editor, woven, scope, body, handlers, end);
        }
        else
        {
            AddFilterAndFault(editor, woven, scope, body, handlers, end);
        }

        if (wrapped.Returns)
        {
            editor.Append([wrapped.Epilogue, .. ExitValues.Report(woven, scope), .. report(woven, scope, wrapped.Result), Instruction.Create(OpCodes.Ret)]);
        }

        editor.Apply();
        if (entry is null)
        {
            SequencePoints.CoverPrologue(method, method.Body.Instructions[0]);
        }

        SequencePoints.HideFrom(method, handlers);
    }

    private static void AddFilterAndFault(MethodBodyEditor editor, WovenMethod woven, VariableDefinition scope, Instruction body, Instruction filter, Instruction? end)
    {
        Instruction handler = Instruction.Create(OpCodes.Pop);
        Instruction fault = Instruction.Create(OpCodes.Ldloca, scope);
        editor.Append(
        [
            Instruction.Create(OpCodes.Endfilter),
            handler,
            Instruction.Create(OpCodes.Rethrow),
            fault,
            Instruction.Create(OpCodes.Call, woven.Core.Scope("Fault")),
            Instruction.Create(OpCodes.Endfinally),
        ]);
        editor.AddHandler(new ExceptionHandler(ExceptionHandlerType.Filter)
        {
            TryStart = body,
            TryEnd = filter,
            FilterStart = filter,
            HandlerStart = handler,
            HandlerEnd = fault,
        });
        editor.AddHandler(new ExceptionHandler(ExceptionHandlerType.Fault)
        {
            TryStart = body,
            TryEnd = fault,
            HandlerStart = fault,
            HandlerEnd = end,
        });
    }

    private static void AddCatch(MethodBodyEditor editor, WovenMethod woven, VariableDefinition scope, Instruction body, Instruction handler, Instruction? end)
    {
        editor.Append(
        [
            Instruction.Create(OpCodes.Pop),
            Instruction.Create(OpCodes.Ldloca, scope),
            Instruction.Create(OpCodes.Call, woven.Core.Scope("Fault")),
            Instruction.Create(OpCodes.Rethrow),
        ]);
        editor.AddHandler(new ExceptionHandler(ExceptionHandlerType.Catch)
        {
            TryStart = body,
            TryEnd = handler,
            HandlerStart = handler,
            HandlerEnd = end,
            CatchType = editor.Method.Module.TypeSystem.Object,
        });
    }

    private static List<Instruction> Prologue(WovenMethod woven, VariableDefinition scope, Instruction body)
    {
        CoreReferences core = woven.Core;
        Instruction LoadScope() => Instruction.Create(OpCodes.Ldloca, scope);

        // The caller puts `ldloca scope` in front. K26: zeroed by hand, whatever the method's flag says.
        return
        [
            Instruction.Create(OpCodes.Initobj, core.TraceScope),
            woven.LoadSite(),
            Instruction.Create(OpCodes.Call, core.SiteIsEnabled),
            Instruction.Create(OpCodes.Brfalse, body),
            LoadScope(),
            woven.LoadSite(),
            Instruction.Create(OpCodes.Call, core.Scope("Begin")),
            Instruction.Create(OpCodes.Brfalse, body),
            .. woven.Parameters.Load(
                LoadScope,
                new CapturedParameters.Hooks(
                    type => core.Scope("Arg", type),
                    span => core.Scope(span.ArgumentHook, span.Item, span.Span),
                    core.Scope("ArgOpaque"),
                    core.Scope("ArgRedacted"))),
            LoadScope(),
            Instruction.Create(OpCodes.Call, core.Scope("Start")),
        ];
    }
}
