using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// What a compiler made of an async method, found by metadata and by following operands; no name of a field, local or class counts
/// (S4, S5, K31).
/// </summary>
/// <param name="Machine">The state machine's type; a class in Debug builds, a struct in Release builds.</param>
/// <param name="MoveNext">Its body.</param>
/// <param name="Start">The kickoff's call of the builder's <c>Start</c>.</param>
/// <param name="StartOperands">Where the operands of that call begin; the evaluation stack is empty there.</param>
/// <param name="MachineLocal">The kickoff's local that holds the machine.</param>
/// <param name="Completions">The calls in <c>MoveNext</c> that complete the builder.</param>
/// <param name="HasPlatformBuilder">Whether the builder is one of the platform's, which are known to restore the caller's context.</param>
internal sealed record AsyncShape(
    TypeDefinition Machine,
    MethodDefinition MoveNext,
    Instruction Start,
    Instruction StartOperands,
    VariableDefinition MachineLocal,
    IReadOnlyList<BuilderCompletion> Completions,
    bool HasPlatformBuilder)
{
    private const string Attribute = "System.Runtime.CompilerServices.AsyncStateMachineAttribute";
    private const string MachineInterface = "System.Runtime.CompilerServices.IAsyncStateMachine";
    private const string BuilderNamespace = "System.Runtime.CompilerServices";

    private static readonly HashSet<string> s_platformBuilders =
    [
        "AsyncVoidMethodBuilder",
        "AsyncTaskMethodBuilder",
        "AsyncTaskMethodBuilder`1",
        "AsyncValueTaskMethodBuilder",
        "AsyncValueTaskMethodBuilder`1",
        "PoolingAsyncValueTaskMethodBuilder",
        "PoolingAsyncValueTaskMethodBuilder`1",
    ];

    /// <summary>Whether a compiler marked the method as the kickoff of a state machine.</summary>
    public static bool IsMarked(MethodDefinition method) => CompilerArtefacts.HasAttribute(method, Attribute);

    /// <summary>Recognises the parts.</summary>
    /// <returns><see langword="null"/> when any of them is not found.</returns>
    public static AsyncShape? Read(MethodDefinition kickoff)
    {
        if (FindMachine(kickoff) is not { } machine || FindMoveNext(machine) is not { } moveNext)
        {
            return null;
        }

        StackFlow flow = StackFlow.Of(kickoff.Body);
        Instruction? start = kickoff.Body.Instructions.FirstOrDefault(i => IsStart(i, machine));
        if (start is null
            || flow.Before(start) is not { Depth: 2, Producer: { } machineOperand, Below: { } builderOperand }
            || IlCode.AddressedLocal(machineOperand) is not { } local
            || flow.StartOf(builderOperand) is not { } operands
            || flow.Before(operands) is not { Depth: 0 }
            || FindBuilder(builderOperand.Producer, ((MethodReference)start.Operand).DeclaringType, machine) is not { } builder)
        {
            return null;
        }

        List<BuilderCompletion> completions = BuilderCompletion.FindAll(moveNext, builder);
        return completions.Count == 0
            ? null
            : new AsyncShape(machine, moveNext, start, operands, local, completions, IsPlatformBuilder(builder.FieldType));
    }

    private static TypeDefinition? FindMachine(MethodDefinition kickoff)
    {
        CustomAttribute? mark = kickoff.CustomAttributes.FirstOrDefault(a => a.AttributeType.FullName == Attribute);
        if (mark is null || mark.ConstructorArguments.Count != 1 || mark.ConstructorArguments[0].Value is not TypeReference type)
        {
            return null;
        }

        TypeDefinition? machine = TypeShape.TryResolve(type);
        return machine?.Module == kickoff.Module ? machine : null;
    }

    private static MethodDefinition? FindMoveNext(TypeDefinition machine)
        => machine.Methods.FirstOrDefault(m => m.HasBody && m.Overrides.Any(o => o.Name == "MoveNext" && o.DeclaringType.FullName == MachineInterface))
        ?? machine.Methods.FirstOrDefault(m => m is { HasBody: true, Name: "MoveNext", HasParameters: false });

    private static bool IsStart(Instruction instruction, TypeDefinition machine)
        => instruction.OpCode.Code is Code.Call or Code.Callvirt
            && instruction.Operand is GenericInstanceMethod { Name: "Start", HasThis: true, Parameters.Count: 1, GenericArguments.Count: 1 } start
            && start.GenericArguments[0].GetElementType().FullName == machine.FullName;

    // Usually the call's operand is the field itself; old compilers copied the builder to a local first, then its type must tell.
    private static FieldDefinition? FindBuilder(Instruction? operand, TypeReference builderType, TypeDefinition machine)
    {
        if (operand is { OpCode.Code: Code.Ldflda or Code.Ldfld, Operand: FieldReference field })
        {
            return machine.Fields.SingleOrDefault(f => f.Name == field.Name && !f.IsStatic);
        }

        List<FieldDefinition> candidates = [.. machine.Fields.Where(f => !f.IsStatic && f.FieldType.GetElementType().FullName == builderType.GetElementType().FullName)];
        return candidates.Count == 1 ? candidates[0] : null;
    }

    private static bool IsPlatformBuilder(TypeReference builder)
    {
        TypeReference element = builder.GetElementType();
        return element is not TypeDefinition && element.Namespace == BuilderNamespace && s_platformBuilders.Contains(element.Name);
    }
}
