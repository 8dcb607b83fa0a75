namespace MLflow.Tracing.Weaver;

/// <summary>Something the weaver has to say about the configuration or a method.</summary>
/// <param name="Id">A stable id such as <c>MLT020</c>, listed in <c>docs/diagnostics.md</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What, where, and what to do, in one or two sentences.</param>
/// <param name="File">The file it is about: an XML file or, through the PDB, a source file.</param>
/// <param name="Line">The line in <paramref name="File"/>, from 1; 0 when not known.</param>
/// <param name="Column">The column in <paramref name="File"/>, from 1; 0 when not known.</param>
internal sealed record WeaverDiagnostic(string Id, DiagnosticSeverity Severity, string Message, string? File = null, int Line = 0, int Column = 0);
