using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Strategy K: the method that makes an iterator hands the sequence through a hook, which wraps it when the call is recorded (S16, S17).
/// The state machine stays as it is: each enumeration of the wrapper is a span.
/// <code>
///           ldnull ; stloc call
///           ldsfld site ; call TraceSite.get_IsEnabled ; brfalse BODY
///           ldsfld site ; call Iteration.Begin ; stloc call ; ldloc call ; brfalse BODY
///           …arguments, see CapturedParameters…
///           [ldloc call ; ldnull ; ldftn Reduce ; newobj Func&lt;T[],R&gt; ; call Iteration.ReduceWith&lt;T,R&gt;]
/// BODY:     nop
///           …the body…
///           [sequence] ldloc call ; call Iteration.Enumerable&lt;T&gt; ; ret
/// </code>
/// </summary>
internal static class IteratorEmitter
{
    /// <summary>Weaves an iterator method.</summary>
    public static void Emit(WovenMethod woven)
    {
        MethodDefinition method = woven.Method;
        IteratorShape shape = IteratorShape.Of(method) ?? throw new UnsupportedShapeException("it does not return a sequence");
        LocalsInitialization.Settle(method);
        var editor = new MethodBodyEditor(method);
        VariableDefinition call = editor.AddLocal(woven.Core.Iteration);
        Instruction first = method.Body.Instructions[0];
        MethodReference wrap = shape.Item is null
            ? woven.Core.Iterate(shape.Hook, shape.Sequence)
            : woven.Core.IterateOf(shape.Hook, [shape.Item], shape.Sequence);

        foreach (Instruction ret in method.Body.Instructions.Where(i => i.OpCode.Code == Code.Ret))
        {
            editor.Prefix(ret, [Instruction.Create(OpCodes.Ldloc, call), Instruction.Create(OpCodes.Call, wrap)]);
        }

        editor.InsertBefore(first, Prologue(woven, shape, call));
        editor.Apply();
        SequencePoints.CoverPrologue(method, method.Body.Instructions[0]);
    }

    private static List<Instruction> Prologue(WovenMethod woven, IteratorShape shape, VariableDefinition call)
    {
        CoreReferences core = woven.Core;
        Instruction LoadCall() => Instruction.Create(OpCodes.Ldloc, call);
        Instruction body = Instruction.Create(OpCodes.Nop);

        // K26: cleared by hand, whatever the method's flag says.
        return
        [
            Instruction.Create(OpCodes.Ldnull),
            Instruction.Create(OpCodes.Stloc, call),
            woven.LoadSite(),
            Instruction.Create(OpCodes.Call, core.SiteIsEnabled),
            Instruction.Create(OpCodes.Brfalse, body),
            woven.LoadSite(),
            Instruction.Create(OpCodes.Call, core.Iterate("Begin")),
            Instruction.Create(OpCodes.Stloc, call),
            LoadCall(),
            Instruction.Create(OpCodes.Brfalse, body),
            .. woven.Parameters.Load(
                LoadCall,
                new CapturedParameters.Hooks(type => core.IterateOf("Arg", [type]), null, core.Iterate("ArgOpaque"), core.Iterate("ArgRedacted"))),
            .. Reducer(woven, shape, LoadCall),
            body,
        ];
    }

    private static IEnumerable<Instruction> Reducer(WovenMethod woven, IteratorShape shape, Func<Instruction> loadCall)
    {
        if (woven.Span.OutputReducer is not { } reducer || !woven.RecordsResult)
        {
            return [];
        }

        TypeReference item = shape.Item ?? woven.Method.Module.TypeSystem.Object;
        GenericInstanceType function = woven.Core.FunctionOf(new ArrayType(item), TypeShape.WithoutModifiers(reducer.Result));
        return
        [
            loadCall(),
            Instruction.Create(OpCodes.Ldnull),
            Instruction.Create(OpCodes.Ldftn, reducer.Method),
            Instruction.Create(OpCodes.Newobj, woven.Core.ConstructorOf(function)),
            Instruction.Create(OpCodes.Call, woven.Core.IterateOf("ReduceWith", [item, function.GenericArguments[1]], function.ElementType)),
        ];
    }
}
