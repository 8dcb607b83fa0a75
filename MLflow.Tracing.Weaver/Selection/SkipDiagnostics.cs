namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Tells about methods that were asked for and cannot be woven: a warning when the member itself carries <c>[Trace]</c>, information when a rule asked.</summary>
internal static class SkipDiagnostics
{
    /// <summary>The diagnostic for one method, at the place in its source.</summary>
    public static WeaverDiagnostic For(SkippedMethod skipped)
    {
        var location = SourceLocation.Of(skipped.Method);
        var name = SourceMethod.DisplayNameOf(skipped.Method);
        return skipped.Origin.Explicit
            ? new WeaverDiagnostic(skipped.Reason.Id, DiagnosticSeverity.Warning, $"{skipped.Origin.Description} on {name} has no effect: {skipped.Reason.Text}", location.File, location.Line, location.Column)
            : new WeaverDiagnostic(skipped.Reason.Id, DiagnosticSeverity.Information, $"{name} is not traced, although {skipped.Origin.Description} asks for it: {skipped.Reason.Text}", location.File, location.Line, location.Column);
    }
}
