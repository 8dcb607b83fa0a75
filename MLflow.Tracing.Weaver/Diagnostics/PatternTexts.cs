namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>What can be wrong with a pattern; each goes on a sentence that begins with the attribute and its value.</summary>
internal static class PatternTexts
{
    public static DiagnosticText EmptyAlternative() => Glob("has an empty alternative.", "Write a name on each side of '|'.");

    public static DiagnosticText TrailingDot(string glob) => Glob("ends with a dot.", $"Write '{glob}**' for everything below.");

    public static DiagnosticText TwoDots() => Glob("has two dots in a row.", "Write one, or a '*' between them for any segment.");

    public static DiagnosticText MisplacedDoubleStar()
        => Glob("has '**' in a place where it means nothing.", "'**' is a whole last segment, as in 'Contoso.**'; within a segment write '*', and for anything else 'regex:'.");

    public static DiagnosticText MisplacedRegex() => Glob("has 'regex:' in the middle.", "An expression stands alone and starts with 'regex:'; alternatives go inside it.");

    public static DiagnosticText GenericMark(string character) => Glob($"contains '{character}'.", "Generic types are matched by name alone: write 'List', not 'List`1' or 'List<T>'.");

    public static DiagnosticText NestingMark(string character) => Glob($"contains '{character}'.", "Nested types are written with a dot, as in 'Outer.Inner'.");

    public static DiagnosticText OtherSeparator(string character) => Glob($"contains '{character}'.", "Alternatives are separated by '|'.");

    public static DiagnosticText NoNameCharacter(string character) => Glob($"contains '{character}', which no name has.", "Put 'regex:' before a regular expression.");

    public static DiagnosticText NoExpression() => Expression("has no expression after 'regex:'.", "Write one, or remove the attribute.");

    public static DiagnosticText NoRegularExpression(string problem) => Expression($"is not a regular expression that .NET understands: {problem}", "Correct the expression.");

    public static DiagnosticText EndlessExpression(string expression, string limit, string name)
        => Expression($"The regular expression '{expression}' takes longer than {limit} s on '{name}': it backtracks without end.", "Avoid repetitions inside repetitions.") with { Subject = null };

    private static DiagnosticText Glob(string cause, string remedy) => new("MLT004", DiagnosticSeverity.Error, cause, remedy) { Subject = "A pattern" };

    private static DiagnosticText Expression(string cause, string remedy) => new("MLT005", DiagnosticSeverity.Error, cause, remedy) { Subject = "A pattern" };
}
