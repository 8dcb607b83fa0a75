namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>Why a method is not woven because of what it is.</summary>
internal static class ShapeTexts
{
    public static DiagnosticText NoBody(string method, string kind)
        => Never("MLT020", $"{method} has no body to weave ({kind}).", "Trace its callers or its implementations instead.");

    public static DiagnosticText Abstract(string method)
        => Never("MLT020", $"{method} has no body to weave (abstract).", "Trace its implementations instead, or add Inherited = true.");

    public static DiagnosticText UnknownSequence(string method)
        => Never("MLT021", $"{method} is an iterator, but returns none of the platform's sequence types.", "Trace the method that enumerates it.");

    public static DiagnosticText UnknownTask(string method)
        => Never("MLT022", $"{method} is suspended by the runtime, but returns none of the platform's task types.", "Compile without the feature runtime-async, or trace its callers.");

    public static DiagnosticText UnknownStateMachine(string method)
        => Never("MLT023", $"{method} is async, but its state machine was not recognised.", "Another weaver or an obfuscator may have changed it: weave before it does.");

    public static DiagnosticText StaticInitializer(string method)
        => OnlyWhenAsked("MLT024", $"{method} runs while a type or a module is initialised, so only an attribute on it weaves it.", "Put [Trace] on it.");

    public static DiagnosticText Finalizer(string method)
        => OnlyWhenAsked("MLT025", $"{method} is a finalizer and has no caller whose trace it could belong to, so only an attribute on it weaves it.", "Put [Trace] on it.");

    public static DiagnosticText Inlined(string method)
        => OnlyWhenAsked("MLT026", $"{method} asks to be inlined, which weaving would prevent, so only an attribute on it weaves it.", "Put [Trace] on it, or remove AggressiveInlining.");

    public static DiagnosticText TailCall(string method)
        => OnlyWhenAsked(
            "MLT027",
            $"{method} makes tail calls, which weaving would turn into ordinary ones that fill the stack, so only an attribute on it weaves it.",
            "Put [Trace] on it if its recursion is bounded, or compile it without tail calls (F#: --tailcalls-).");

    public static DiagnosticText JumpOrVarargs(string method)
        => Never("MLT028", $"{method} uses the instruction jmp or variable arguments (__arglist), which no weaver can wrap.", "Trace its callers instead.");

    public static DiagnosticText NativeCallback(string method)
        => OnlyWhenAsked("MLT029", $"{method} is called by native code (UnmanagedCallersOnly), so only an attribute on it weaves it.", "Put [Trace] on it.");

    public static DiagnosticText CompilerMachinery(string method)
        => Never("MLT030", $"{method} is part of what the compiler generated for another method.", "Trace the method itself.");

    public static DiagnosticText ConstructorWithoutBase(string method)
        => Never("MLT031", $"{method} calls the constructor of its base class in a way that was not recognised.", "Trace a method that it calls, or its callers.");

    public static DiagnosticText Unforeseen(string method, string problem)
        => Never("MLT032", $"{method} has an unforeseen shape and was left as it was: {problem}", "Please report it with the method's IL.");

    private static DiagnosticText Never(string id, string cause, string remedy)
        => new(id, DiagnosticSeverity.Warning, cause, remedy) { SeverityNote = "information when the member itself does not carry [Trace]" };

    private static DiagnosticText OnlyWhenAsked(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Information, cause, remedy);
}
