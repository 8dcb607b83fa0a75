namespace MLflow.Tracing.Weaver;

/// <summary>How bad a <see cref="WeaverDiagnostic"/> is.</summary>
internal enum DiagnosticSeverity
{
    /// <summary>For the curious; shown in detailed build output and the report.</summary>
    Information,

    /// <summary>The build goes on, something asked for did not happen.</summary>
    Warning,

    /// <summary>The configuration is wrong; the build fails and the assembly is left as it was.</summary>
    Error,
}
