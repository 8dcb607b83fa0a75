using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>A call in <c>MoveNext</c> that completes the builder.</summary>
/// <param name="Call">The call; its last operand, if it has one, is on top of the stack.</param>
/// <param name="Value">What is on top of the stack: the result's type, <c>Exception</c> as the builder refers to it, or null for nothing that a hook can take.</param>
/// <param name="IsFailure">Whether it is <c>SetException</c>.</param>
internal sealed record BuilderCompletion(Instruction Call, TypeReference? Value, bool IsFailure)
{
    /// <summary>
    /// Finds the calls of <c>SetResult</c> and <c>SetException</c> on the builder field of this very machine: a hoisted
    /// <c>TaskCompletionSource</c> of the user has methods of the same names.
    /// </summary>
    public static List<BuilderCompletion> FindAll(MethodDefinition moveNext, FieldDefinition builder)
    {
        StackFlow flow = StackFlow.Of(moveNext.Body);
        var found = new List<BuilderCompletion>();
        foreach (Instruction instruction in moveNext.Body.Instructions)
        {
            if (instruction.OpCode.Code is Code.Call or Code.Callvirt
                && instruction.Operand is MethodReference { HasThis: true, Name: "SetResult" or "SetException", Parameters.Count: <= 1 } method
                && method.DeclaringType.GetElementType().FullName == builder.FieldType.GetElementType().FullName
                && IsOnBuilder(flow, instruction, method, builder, moveNext.Body)
                && Recognise(instruction, method) is { } completion)
            {
                found.Add(completion);
            }
        }

        return found;
    }

    private static bool IsOnBuilder(StackFlow flow, Instruction call, MethodReference method, FieldDefinition builder, MethodBody body)
    {
        StackFlow.Entry? target = flow.Before(call);
        if (method.Parameters.Count == 1)
        {
            target = target?.Below;
        }

        // ldflda for a struct builder, ldfld for a class
        return target?.Producer is { OpCode.Code: Code.Ldflda or Code.Ldfld, Operand: FieldReference field } load
            && field.Name == builder.Name
            && field.DeclaringType.GetElementType().FullName == builder.DeclaringType.FullName
            && flow.Before(load)?.Producer is { } machine
            && IlCode.LoadsThis(machine, body);
    }

    private static BuilderCompletion? Recognise(Instruction call, MethodReference method)
    {
        TypeReference? value = method.Parameters.Count == 0 ? null : Closed(TypeShape.WithoutModifiers(method.Parameters[0].ParameterType), method.DeclaringType);
        return method.Name == "SetResult"
            ? new BuilderCompletion(call, value, IsFailure: false)
            : value?.FullName == "System.Exception" ? new BuilderCompletion(call, value, IsFailure: true) : null;
    }

    // SetResult(!0) of Builder<int> takes an int. What is more involved than the parameter itself, such as !0[], is not recorded.
    private static TypeReference? Closed(TypeReference type, TypeReference declaring)
    {
        if (declaring is not GenericInstanceType generic)
        {
            return type;
        }

        return type is GenericParameter { Type: GenericParameterType.Type } parameter ? generic.GenericArguments[parameter.Position]
            : type.ContainsGenericParameter ? null
            : type;
    }
}
