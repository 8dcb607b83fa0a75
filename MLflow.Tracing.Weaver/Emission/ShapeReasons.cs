using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Why a method is not woven because of what it is; <see cref="ShapeTexts"/> has the words.</summary>
internal static class ShapeReasons
{
    public static SkipReason NoBody(MethodDefinition method) => SkipReason.Of(method.IsAbstract ? ShapeTexts.Abstract(Name(method)) : ShapeTexts.NoBody(Name(method), KindOfBodiless(method)));

    public static SkipReason UnknownSequence(MethodDefinition method) => SkipReason.Of(ShapeTexts.UnknownSequence(Name(method)));

    public static SkipReason UnknownTask(MethodDefinition method) => SkipReason.Of(ShapeTexts.UnknownTask(Name(method)));

    public static SkipReason UnknownStateMachine(MethodDefinition method) => SkipReason.Of(ShapeTexts.UnknownStateMachine(Name(method)));

    public static SkipReason StaticInitializer(MethodDefinition method) => SkipReason.Of(ShapeTexts.StaticInitializer(Name(method)));

    public static SkipReason Finalizer(MethodDefinition method) => SkipReason.Of(ShapeTexts.Finalizer(Name(method)));

    public static SkipReason Inlined(MethodDefinition method) => SkipReason.Of(ShapeTexts.Inlined(Name(method)));

    public static SkipReason TailCall(MethodDefinition method) => SkipReason.Of(ShapeTexts.TailCall(Name(method)));

    public static SkipReason JumpOrVarargs(MethodDefinition method) => SkipReason.Of(ShapeTexts.JumpOrVarargs(Name(method)));

    public static SkipReason NativeCallback(MethodDefinition method) => SkipReason.Of(ShapeTexts.NativeCallback(Name(method)));

    public static SkipReason CompilerMachinery(MethodDefinition method) => SkipReason.Of(ShapeTexts.CompilerMachinery(Name(method)));

    public static SkipReason ConstructorWithoutBase(MethodDefinition method) => SkipReason.Of(ShapeTexts.ConstructorWithoutBase(Name(method)));

    public static SkipReason Unforeseen(MethodDefinition method, Exception exception) => SkipReason.Of(ShapeTexts.Unforeseen(Name(method), exception.Message));

    private static string Name(MethodDefinition method) => $"'{SourceMethod.DisplayNameOf(method)}'";

    private static string KindOfBodiless(MethodDefinition method)
        => method.IsPInvokeImpl ? "P/Invoke"
        : method.IsRuntime || method.IsNative ? "supplied by the runtime"
        : "extern";
}
