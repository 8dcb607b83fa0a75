namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Tells about methods that were asked for and cannot be woven: a warning when the member itself carries <c>[Trace]</c>, information when a rule asked.</summary>
internal static class SkipDiagnostics
{
    /// <summary>The diagnostic for one method, at the place in its source. The reason names the method.</summary>
    public static WeaverDiagnostic For(SkippedMethod skipped)
    {
        var location = SourceLocation.Of(skipped.Method);
        var (severity, message) = skipped.Origin.Explicit
            ? (DiagnosticSeverity.Warning, $"{skipped.Origin.Description} has no effect: {skipped.Reason.Text}")
            : (DiagnosticSeverity.Information, $"Not traced, although {skipped.Origin.Description} asks for it: {skipped.Reason.Text}");
        return new WeaverDiagnostic(skipped.Reason.Id, severity, message, location.File, location.Line, location.Column);
    }
}
