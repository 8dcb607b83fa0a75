namespace MLflow.Tracing.Redaction;

/// <summary>Rewrites texts by a function of the user.</summary>
internal sealed class FunctionRule(Func<string, string> rewrite) : ContentRule
{
    public override string Rewrite(string text) => rewrite(text) ?? StandIn;
}
