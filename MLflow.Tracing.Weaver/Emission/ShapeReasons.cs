using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Why methods are not woven because of what they are: one reason and one remedy each, listed in <c>docs/diagnostics.md</c>.</summary>
internal static class ShapeReasons
{
    public static SkipReason NoBody(MethodDefinition method) => new("MLT020", $"{Name(method)} has no body to weave ({KindOfBodiless(method)}). Trace its callers or its implementations instead.");

    public static SkipReason UnknownSequence(MethodDefinition method) => new("MLT021", $"{Name(method)} is an iterator, but returns none of the platform's sequence types. Trace the method that enumerates it.");

    public static SkipReason UnknownTask(MethodDefinition method) => new("MLT022", $"{Name(method)} is suspended by the runtime, but returns none of the platform's task types. Compile without the feature runtime-async, or trace its callers.");

    public static SkipReason UnknownStateMachine(MethodDefinition method) => new("MLT023", $"{Name(method)} is async, but its state machine was not recognised. Another weaver or compiler may have changed it: weave before it does.");

    public static SkipReason StaticInitializer(MethodDefinition method) => new("MLT024", $"{Name(method)} runs while a type or a module is initialised, so only an attribute on it weaves it. Put [Trace] on it.");

    public static SkipReason Finalizer(MethodDefinition method) => new("MLT025", $"{Name(method)} is a finalizer and has no caller whose trace it could belong to, so only an attribute on it weaves it. Put [Trace] on it.");

    public static SkipReason Inlined(MethodDefinition method) => new("MLT026", $"{Name(method)} asks to be inlined, which weaving would prevent, so only an attribute on it weaves it. Put [Trace] on it, or remove AggressiveInlining.");

    public static SkipReason TailCall(MethodDefinition method) => new("MLT027", $"{Name(method)} makes tail calls, which weaving would turn into ordinary ones that fill the stack, so only an attribute on it weaves it. Put [Trace] on it if its recursion is bounded, or compile it without tail calls.");

    public static SkipReason JumpOrVarargs(MethodDefinition method) => new("MLT028", $"{Name(method)} uses the instruction jmp or variable arguments (__arglist), which no weaver can wrap. Trace its callers instead.");

    public static SkipReason NativeCallback(MethodDefinition method) => new("MLT029", $"{Name(method)} is called by native code (UnmanagedCallersOnly), so only an attribute on it weaves it. Put [Trace] on it.");

    public static SkipReason CompilerMachinery(MethodDefinition method) => new("MLT030", $"{Name(method)} is part of what the compiler generated for another method. Trace the method itself.");

    public static SkipReason ConstructorWithoutBase(MethodDefinition method) => new("MLT031", $"{Name(method)} calls the constructor of its base class in a way that was not recognised. Trace a method that it calls, or its callers.");

    public static SkipReason Unforeseen(MethodDefinition method, Exception exception) => new("MLT032", $"{Name(method)} has an unforeseen shape and was left as it was: {exception.Message} Please report it with the method's IL.");

    private static string Name(MethodDefinition method) => $"'{SourceMethod.DisplayNameOf(method)}'";

    private static string KindOfBodiless(MethodDefinition method)
        => method.IsAbstract ? "abstract"
        : method.IsPInvokeImpl ? "P/Invoke"
        : method.IsRuntime || method.IsNative ? "supplied by the runtime"
        : "extern";
}
