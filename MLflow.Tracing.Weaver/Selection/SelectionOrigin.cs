namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Who asked for a method to be woven.</summary>
/// <param name="Explicit">True for an attribute on the member itself; decides between a warning and a note when it cannot be woven.</param>
/// <param name="Description">For the report, for example <c>[Trace] on the type</c> or <c>&lt;Include Namespace="Contoso.**"&gt; (FodyWeavers.xml:4)</c>.</param>
internal sealed record SelectionOrigin(bool Explicit, string Description);
