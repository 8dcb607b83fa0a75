namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>What is odd about rules and attributes once they meet the methods of an assembly.</summary>
internal static class SelectionTexts
{
    private const string Inherited = "information for a rule of the solution's file";

    public static DiagnosticText MisspelledSpanType(string member, string value, string intended)
        => Warning("MLT008", $"[Trace] on {member}: SpanType \"{value}\" is shown as an unknown type.", $"Write \"{intended}\" or use the constants of MLflow.Tracing.SpanType.");

    public static DiagnosticText RuleMatchesNoMethod(string rule, string advice)
        => Warning("MLT060", $"{rule} matches no method of this assembly.", $"{advice} Correct the rule, or remove it.") with { SeverityNote = Inherited };

    public static DiagnosticText RuleMatchesNoParameter(string rule)
        => Warning("MLT060", $"{rule} matches no parameter of a woven method.", "Check the names, or remove the rule.") with { SeverityNote = Inherited + " and for patterns with wildcards" };

    public static DiagnosticText RuleTracesNothing(string rule, string count, string reasons)
        => Warning(
            "MLT061",
            $"{rule} traces nothing: it matches {count} methods and all are left out ({reasons}).",
            "Rules leave such members out by default; name their kinds in Members, or put [Trace] on those that matter.") with { SeverityNote = Inherited };

    public static DiagnosticText Contradiction(string member)
        => Warning("MLT062", $"{member} carries both [Trace] and [NoTrace]; it is not traced.", "Remove one of them.");

    public static DiagnosticText InterfaceWithoutEffect(string type)
        => Warning("MLT063", $"[Trace] on {type} has no effect: an interface's methods are traced where they are implemented.", "Put the attribute on the implementing types, or add Inherited = true.");

    public static DiagnosticText TypeWithoutEffect(string type)
        => Warning(
            "MLT063",
            $"[Trace] on {type} has no effect: all its members are of a kind that an attribute on a type leaves out, such as accessors, constructors and trivial methods.",
            "Put the attribute on the members, or remove it.");

    public static DiagnosticText UnknownPlaceholder(string member, string placeholder, string hint, string known)
        => Warning("MLT064", $"[Trace] on {member}: Name contains the unknown placeholder {placeholder}, which stays in the span's name.{hint}", $"Known: {known}.");

    public static DiagnosticText ReducerWithoutIterator(string member)
        => Warning("MLT070", $"OutputReducer of [Trace] on {member} has no effect: only an iterator has items to reduce.", "Remove OutputReducer.");

    public static DiagnosticText ReducerNotFound(string member, string type, string name, string item)
        => Warning("MLT070", $"OutputReducer of [Trace] on {member} has no effect: {type} has no static method '{name}' that takes IEnumerable<{item}> and returns a value.", "Write one, or remove OutputReducer.");

    public static DiagnosticText NoRatio(string member, string value)
        => Warning("MLT072", $"[Trace] on {member}: SamplingRatio {value} is no number from 0 to 1 and is ignored.", "Write for example 0.1 to record one trace in ten.");

    public static DiagnosticText BaseTypeNotFound(string type)
        => new(
            "MLT071",
            DiagnosticSeverity.Information,
            $"{type}, a base type or interface of this assembly, was not found among its references; inherited attributes that stand there are not seen.",
            "Give the build, or the command, the assembly that has it.");

    private static DiagnosticText Warning(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Warning, cause, remedy);
}
