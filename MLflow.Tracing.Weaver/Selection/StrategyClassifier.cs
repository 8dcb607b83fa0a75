using MLflow.Tracing.Weaver.Emission;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Decides from a method's metadata and body how it can be woven. A pure function; knows nothing of rules and attributes of ours.</summary>
internal static class StrategyClassifier
{
    private const string CompilerServices = "System.Runtime.CompilerServices.";

    // MethodImplAttributes.Async, which Cecil 0.11.6 has no name for (S23).
    private const int RuntimeAsync = 0x2000;

    /// <summary>Classifies one method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isExplicit">Whether an attribute on the member itself asked; some shapes are woven only then.</param>
    public static Classification Classify(MethodDefinition method, bool isExplicit)
        => WhyNever(method) is { } never ? new(null, never)
        : !isExplicit && WhyOnlyWhenAsked(method) is { } reserved ? new(null, reserved)
        : AsyncShape.IsMarked(method) ? ClassifyAsync(method)
        : new(TaskReturningEmitter.IsTask(method.ReturnType) ? WeavingStrategy.TaskReturning : WeavingStrategy.Synchronous, null);

    private static Classification ClassifyAsync(MethodDefinition method)
        => AsyncShape.Read(method) is null ? new(null, ShapeReasons.UnknownStateMachine(method)) : new(WeavingStrategy.AsyncStateMachine, null);

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

        if (((int)method.ImplAttributes & RuntimeAsync) != 0)
        {
            return ShapeReasons.RuntimeAsync(method);
        }

        if (TypeShape.Has(method, CompilerServices + "IteratorStateMachineAttribute") || TypeShape.Has(method, CompilerServices + "AsyncIteratorStateMachineAttribute"))
        {
            return ShapeReasons.Iterator(method);
        }

        if (method.CallingConvention == MethodCallingConvention.VarArg || Uses(method, Code.Jmp) || Uses(method, Code.Arglist))
        {
            return ShapeReasons.JumpOrVarargs(method); // F15, P9
        }

        return ConstructorEntry.IsNeeded(method) && ConstructorEntry.Find(method) is null ? ShapeReasons.ConstructorWithoutBase(method) : null; // K5
    }

    private static SkipReason? WhyOnlyWhenAsked(MethodDefinition method)
    {
        if ((method.IsConstructor && method.IsStatic) || TypeShape.Has(method, CompilerServices + "ModuleInitializerAttribute"))
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

        if (TypeShape.Has(method, "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute"))
        {
            return ShapeReasons.NativeCallback(method); // K25
        }

        return Uses(method, Code.Tail) ? ShapeReasons.TailCall(method) : null; // F14
    }

    private static bool IsFinalizer(MethodDefinition method)
        => method is { Name: "Finalize", IsVirtual: true, HasParameters: false, HasGenericParameters: false } && TypeShape.IsVoid(method.ReturnType);

    private static bool Uses(MethodDefinition method, Code code) => method.Body.Instructions.Any(i => i.OpCode.Code == code);

    private static bool IsCompilerMachinery(MethodDefinition method)
        => method.DeclaringType.Name == "<Module>"
        || IsStateMachine(method.DeclaringType)
        || IsEntryPointWrapper(method)
        || IsExtensionSkeleton(method);

    private static bool IsStateMachine(TypeDefinition type)
        => type.HasInterfaces
        && type.Interfaces.Any(i => i.InterfaceType.FullName == CompilerServices + "IAsyncStateMachine"
            || (i.InterfaceType.FullName == "System.Collections.IEnumerator" && TypeShape.Has(type, CompilerServices + "CompilerGeneratedAttribute")));

    // The `<Main>` around an async Main only waits for it; the span of Main itself is enough.
    private static bool IsEntryPointWrapper(MethodDefinition method) => method.Name == "<Main>" && method.Module.EntryPoint == method;

    // C# 14 declares extension members twice: as they are called, which has the body, and as they were written, which only throws.
    private static bool IsExtensionSkeleton(MethodDefinition method)
        => method.DeclaringType.IsNested && TypeShape.Has(method, CompilerServices + "ExtensionMarkerAttribute");
}
