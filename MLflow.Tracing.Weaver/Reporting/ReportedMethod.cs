using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Weaver.Reporting;

/// <summary>One method in the report; plain text, which does not keep its module in memory.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Type">The type that it was written in, with the types around it.</param>
/// <param name="Method">The name as it was written.</param>
/// <param name="Signature">The name with types, as in metadata.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record ReportedMethod(string Namespace, string Type, string Method, string Signature, MethodOutcome Outcome)
{
    /// <summary>The rule or attribute that decided; <see langword="null"/> when none did.</summary>
    public string? ChosenBy { get; init; }

    /// <summary>Why it was skipped or left out.</summary>
    public (string Id, string Text)? Reason { get; init; }

    /// <summary>How it is woven, when it is.</summary>
    public WeavingStrategy? Strategy { get; init; }

    /// <summary>What its span looks like, when it is woven.</summary>
    public ReportedSpan? Span { get; init; }

    /// <summary>Namespace, type and method, joined by dots.</summary>
    public string FullName => Namespace.Length == 0 ? $"{Type}.{Method}" : $"{Namespace}.{Type}.{Method}";

    public static ReportedMethod Of(MethodVerdict verdict)
    {
        var type = verdict.Method.DeclaringType;
        return new ReportedMethod(DeclaredNames.NamespaceOf(type), DeclaredNames.TypeNameOf(type), DeclaredNames.MemberNameOf(verdict.Method), verdict.Method.FullName, verdict.Outcome)
        {
            ChosenBy = verdict.Origin?.Description,
            Reason = verdict switch
            {
                { SkipReason: { } reason } => (reason.Id, reason.Text),
                { LeftOutReason: { } reason } => (reason.Id, reason.Text),
                _ => null,
            },
            Strategy = verdict.Strategy,
            Span = verdict.Span is { } span ? ReportedSpan.Of(span, verdict.Method) : null,
        };
    }
}
