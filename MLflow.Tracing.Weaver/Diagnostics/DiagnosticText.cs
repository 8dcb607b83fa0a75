namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>
/// One thing the weaver can say. The catalogues beside this file are the only place where it is worded: messages are made from them,
/// and <c>docs/diagnostics.md</c> too, with the names of their parameters in place of values.
/// </summary>
/// <param name="Id">The id; several texts may share one.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Cause">What happened, as one sentence.</param>
/// <param name="Remedy">What to do, as one sentence; empty when there is nothing to do.</param>
internal sealed record DiagnosticText(string Id, DiagnosticSeverity Severity, string Cause, string Remedy)
{
    /// <summary>For the page: what stands before a cause that a message begins with something of its own.</summary>
    public string? Subject { get; init; }

    /// <summary>For the page: when it is less bad than <see cref="Severity"/> says.</summary>
    public string? SeverityNote { get; init; }

    /// <summary>Cause and remedy.</summary>
    public string Message => Remedy.Length == 0 ? Cause : Cause + " " + Remedy;

    /// <summary>The same about a certain thing.</summary>
    public DiagnosticText About(string subject) => this with { Cause = subject + " " + Cause };

    /// <summary>The diagnostic at a place.</summary>
    public WeaverDiagnostic At(string? file, int line = 0, int column = 0) => new(Id, Severity, Message, file, line, column);

    /// <summary>The diagnostic about the assembly as a whole.</summary>
    public WeaverDiagnostic AtNoPlace() => At(null);
}
