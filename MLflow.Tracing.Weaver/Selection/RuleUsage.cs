using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Counts what one rule did in a module.</summary>
internal sealed class RuleUsage(RuleTarget target, RuleOrigin origin, GlobPattern? parameter = null)
{
    private readonly Dictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    /// <summary>The methods the rule speaks about.</summary>
    public RuleTarget Target { get; } = target;

    /// <summary>Where the rule was written.</summary>
    public RuleOrigin Origin { get; } = origin;

    /// <summary>The parameters, when the rule is a <c>&lt;Redact&gt;</c>.</summary>
    public GlobPattern? Parameter { get; } = parameter;

    /// <summary>How many methods (of a <c>&lt;Redact&gt;</c>: parameters of woven methods) matched.</summary>
    public int Matches { get; private set; }

    /// <summary>How many of them nothing traces although an <c>&lt;Include&gt;</c> reaches them, by reason.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => _leftOut;

    /// <summary>Whether a method the rule matches is woven, or could not be and is reported for itself.</summary>
    public bool ReachedSomething { get; private set; }

    /// <summary>Counts one match.</summary>
    public void Count() => Matches++;

    /// <summary>Notes what became of a method the rule matches.</summary>
    public void Note(MethodVerdict verdict)
    {
        if (verdict.Outcome is MethodOutcome.Woven or MethodOutcome.Skipped)
        {
            ReachedSomething = true;
            return;
        }

        var reason = verdict.LeftOutReason?.Id ?? "excluded";
        _leftOut[reason] = _leftOut.TryGetValue(reason, out var count) ? count + 1 : 1;
    }
}
