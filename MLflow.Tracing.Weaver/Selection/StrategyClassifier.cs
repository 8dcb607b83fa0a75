using MLflow.Tracing.Weaver.Emission;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Decides from a method's metadata and body how it can be woven. A pure function; knows nothing of rules and attributes of ours.</summary>
internal static class StrategyClassifier
{
    private const string CompilerServices = "System.Runtime.CompilerServices.";

    /// <summary>Classifies one method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isExplicit">Whether an attribute on the member itself asked; some shapes are woven only then.</param>
    public static Classification Classify(MethodDefinition method, bool isExplicit)
    {
        try
        {
            return Decide(method, isExplicit);
        }
#pragma warning disable CA1031 // B25: an obfuscator's method may be unreadable in any way; it is left alone and reported, the others are woven
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(null, ShapeReasons.Unforeseen(method, exception));
        }
    }

    private static Classification Decide(MethodDefinition method, bool isExplicit)
        => WhyNever(method) is { } never ? new(null, never)
        : !isExplicit && WhyOnlyWhenAsked(method) is { } reserved ? new(null, reserved)
        : RuntimeAsync.IsMarked(method) ? new(WeavingStrategy.RuntimeAsync, null)
        : AsyncShape.IsMarked(method) ? ClassifyAsync(method)
        : IteratorShape.IsMarked(method) ? ClassifyIterator(method)
        : new(TaskReturningEmitter.IsTask(method.ReturnType) ? WeavingStrategy.TaskReturning : WeavingStrategy.Synchronous, null);

    private static Classification ClassifyAsync(MethodDefinition method)
        => AsyncShape.Read(method) is { } machine ? new(WeavingStrategy.AsyncStateMachine, null) { StateMachine = machine } : new(null, ShapeReasons.UnknownStateMachine(method));

    private static Classification ClassifyIterator(MethodDefinition method)
        => IteratorShape.Of(method) is null ? new(null, ShapeReasons.UnknownSequence(method)) : new(WeavingStrategy.Iterator, null);

    private static SkipReason? WhyNever(MethodDefinition method)
    {
        if (!method.HasBody || method.Body.Instructions.Count == 0)
        {
            return ShapeReasons.NoBody(method); // K13
        }

        if (IsCompilerMachinery(method))
        {
            return ShapeReasons.CompilerMachinery(method); // S24, K1, K15
        }

        if (RuntimeAsync.IsMarked(method) && !TaskReturningEmitter.IsTask(method.ReturnType))
        {
            return ShapeReasons.UnknownTask(method); // S23
        }

        if (method.CallingConvention == MethodCallingConvention.VarArg || Uses(method, Code.Jmp) || Uses(method, Code.Arglist))
        {
            return ShapeReasons.JumpOrVarargs(method); // F15, P9
        }

        return ConstructorEntry.IsNeeded(method) && ConstructorEntry.Find(method) is null ? ShapeReasons.ConstructorWithoutBase(method) : null; // K5
    }

    private static SkipReason? WhyOnlyWhenAsked(MethodDefinition method)
    {
        if ((method.IsConstructor && method.IsStatic) || CompilerArtefacts.HasAttribute(method, CompilerServices + "ModuleInitializerAttribute"))
        {
            return ShapeReasons.StaticInitializer(method); // K6
        }

        if (IsFinalizer(method))
        {
            return ShapeReasons.Finalizer(method); // K7
        }

        if (method.AggressiveInlining)
        {
            return ShapeReasons.Inlined(method); // K16
        }

        if (CompilerArtefacts.HasAttribute(method, "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute"))
        {
            return ShapeReasons.NativeCallback(method); // K25
        }

        return Uses(method, Code.Tail) ? ShapeReasons.TailCall(method) : null; // F14
    }

    private static bool IsFinalizer(MethodDefinition method)
        => method is { Name: "Finalize", IsVirtual: true, HasParameters: false, HasGenericParameters: false } && TypeShape.IsVoid(method.ReturnType);

    // Asked of every instruction of a module: no delegate, no enumerator.
    private static bool Uses(MethodDefinition method, Code code)
    {
        var instructions = method.Body.Instructions;
        for (int i = 0; i < instructions.Count; i++)
        {
            if (instructions[i].OpCode.Code == code)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCompilerMachinery(MethodDefinition method)
        => method.DeclaringType.Name == "<Module>"
        || IsStateMachine(method.DeclaringType)
        || IsEntryPointWrapper(method)
        || CompilerArtefacts.IsExtensionSkeleton(method); // K1

    private static bool IsStateMachine(TypeDefinition type)
        => type.HasInterfaces
        && type.Interfaces.Any(i => i.InterfaceType.FullName == CompilerServices + "IAsyncStateMachine"
            || (i.InterfaceType.FullName == "System.Collections.IEnumerator" && CompilerArtefacts.HasAttribute(type, CompilerServices + "CompilerGeneratedAttribute")));

    // K15: the span of the async Main that it waits for is enough.
    private static bool IsEntryPointWrapper(MethodDefinition method) => method.Name == CompilerArtefacts.EntryPointStub && method.Module.EntryPoint == method;
}
