using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Strategy A: hooks inside of the compiler's state machine, which gets one field more, <c>AsyncCall call</c>, null when not recorded.
/// No further task, no further await, and the builder decides as before how and when the task completes.
/// <code>
/// kickoff:   ldsfld site ; call TraceSite.get_IsEnabled ; brfalse GO
///            ldsfld site ; call AsyncCall.Begin ; stloc call ; ldloc call ; brfalse GO
///            …arguments, see CapturedParameters…                 // here, because unused ones are not in the machine
///            ldloc[a] machine ; ldloc call ; stfld call
/// GO:        ldloca machine ; ldflda builder ; ldloca machine ; call Start
///
/// MoveNext:  ldarg.0 ; ldfld call ; call AsyncCall.Resume        // sets the ambient span on the first entry only
///            …
///            [builder, exception] dup ; ldarg.0 ; ldfld call ; call AsyncCall.Fail ; call SetException
///            [builder, result]    dup ; ldarg.0 ; ldfld call ; call AsyncCall.Done&lt;T&gt; ; call SetResult
///            [builder]            ldarg.0 ; ldfld call ; call AsyncCall.Done ; call SetResult
/// </code>
/// With a builder that is not the platform's, see <see cref="AmbientGuard"/>.
/// </summary>
internal static class AsyncStateMachineEmitter
{
    /// <summary>The machine's field: a name no source can have.</summary>
    private const string FieldName = "<>mlflow__call";

    /// <summary>Weaves an async method.</summary>
    public static void Emit(WovenMethod woven, AsyncShape shape)
    {
        // Public as the compiler's own fields are: the kickoff lives in another type. One reference, so that it cannot be copied by half.
        var field = new FieldDefinition(FieldName, FieldAttributes.Public, woven.Core.AsyncCall);
        shape.Machine.Fields.Add(field);
        EmitMoveNext(woven, shape, field);
        EmitKickoff(woven, shape, field);
    }

    /// <summary>Takes the field away again after an emission that failed.</summary>
    public static void Withdraw(AsyncShape shape)
    {
        if (shape.Machine.Fields.FirstOrDefault(f => f.Name == FieldName) is { } field)
        {
            shape.Machine.Fields.Remove(field);
        }
    }

    private static void EmitKickoff(WovenMethod woven, AsyncShape shape, FieldDefinition field)
    {
        CoreReferences core = woven.Core;
        LocalsInitialization.Settle(woven.Method);
        var editor = new MethodBodyEditor(woven.Method);
        VariableDefinition call = editor.AddLocal(core.AsyncCall);
        Instruction LoadCall() => Instruction.Create(OpCodes.Ldloc, call);
        Instruction go = Instruction.Create(OpCodes.Nop);

        // S6: the field of the machine as the kickoff closed it over its own generic parameters.
        TypeReference machineType = TypeShape.WithoutModifiers(shape.MachineLocal.VariableType);
        var fieldOfLocal = new FieldReference(field.Name, field.FieldType, machineType);

        List<Instruction> code =
        [
            woven.LoadSite(),
            Instruction.Create(OpCodes.Call, core.SiteIsEnabled),
            Instruction.Create(OpCodes.Brfalse, go),
            woven.LoadSite(),
            Instruction.Create(OpCodes.Call, core.Async("Begin")),
            Instruction.Create(OpCodes.Stloc, call),
            LoadCall(),
            Instruction.Create(OpCodes.Brfalse, go),
            .. woven.Parameters.Load(
                LoadCall,
                new CapturedParameters.Hooks(type => core.AsyncOf("Arg", type), null, core.Async("ArgOpaque"), core.Async("ArgRedacted"))),
            Instruction.Create(shape.Machine.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, shape.MachineLocal), // S5
            LoadCall(),
            Instruction.Create(OpCodes.Stfld, fieldOfLocal),
            go,
        ];

        if (!shape.HasPlatformBuilder)
        {
            AmbientGuard.AroundStart(editor, woven, shape.Start, call, code);
        }

        editor.Prefix(shape.StartOperands, code);
        editor.Apply();
    }

    private static void EmitMoveNext(WovenMethod woven, AsyncShape shape, FieldDefinition field)
    {
        CoreReferences core = woven.Core;
        var editor = new MethodBodyEditor(shape.MoveNext);
        FieldReference ownField = Own(field);
        Instruction[] LoadCall() => [Instruction.Create(OpCodes.Ldarg, shape.MoveNext.Body.ThisParameter), Instruction.Create(OpCodes.Ldfld, ownField)];

        foreach (BuilderCompletion completion in shape.Completions)
        {
            editor.Prefix(completion.Call, Complete(completion, woven, LoadCall()));
        }

        if (shape.HasPlatformBuilder)
        {
            editor.Prefix(shape.MoveNext.Body.Instructions[0], [.. LoadCall(), Instruction.Create(OpCodes.Call, core.Async("Resume"))]);
            editor.Apply();
        }
        else
        {
            AmbientGuard.AroundMoveNext(editor, core, LoadCall());
        }
    }

    // Stack-neutral, so nothing need be known of the code around the call (S10).
    private static List<Instruction> Complete(BuilderCompletion completion, WovenMethod woven, Instruction[] loadCall)
    {
        CoreReferences core = woven.Core;
        if (completion.IsFailure)
        {
            return [Instruction.Create(OpCodes.Dup), .. loadCall, Instruction.Create(OpCodes.Call, core.Async("Fail", completion.Value!))];
        }

        return completion.Value is { } type && woven.RecordsResult && TypeShape.CanBeCaptured(type)
            ? [Instruction.Create(OpCodes.Dup), .. loadCall, Instruction.Create(OpCodes.Call, core.AsyncOf("Done", type))]
            : [.. loadCall, Instruction.Create(OpCodes.Call, core.Async("Done"))];
    }

    // S6: inside of the machine, its field is that of the machine over its own generic parameters.
    private static FieldReference Own(FieldDefinition field)
    {
        TypeDefinition machine = field.DeclaringType;
        if (!machine.HasGenericParameters)
        {
            return field;
        }

        var self = new GenericInstanceType(machine);
        foreach (GenericParameter parameter in machine.GenericParameters)
        {
            self.GenericArguments.Add(parameter);
        }

        return new FieldReference(field.Name, field.FieldType, self);
    }
}
