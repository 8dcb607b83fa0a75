using System.Text.RegularExpressions;

namespace MLflow.Tracing.Redaction;

/// <summary>Replaces what looks like a secret, by regular expressions that end within a time limit.</summary>
internal sealed class PatternRule : ContentRule
{
    /// <summary>How long one expression may look at one text. Those of this file are linear on .NET 8 and newer, and never come near it.</summary>
    private static readonly TimeSpan s_matchTimeout = TimeSpan.FromSeconds(1);

    // In this order: the password of a URL would be taken for part of an e-mail address.
    private static readonly (SecretPatterns Kind, string Hint, Lazy<Regex> Regex)[] s_known =
    [
        (SecretPatterns.PrivateKeys, "-----BEGIN", Known(@"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)")),
        (SecretPatterns.Passwords, "://", Known(@"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/@:""']*:[^\s/@""']+@")),
        (SecretPatterns.Passwords, "=", Known(@"(?i:\b(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature)\s*=\s*[^;\s""']+)")),
        (SecretPatterns.BearerTokens, "", Known(@"(?i:\bbearer\s+[A-Za-z0-9._~+/=-]{16,}|\bauthorization\s*[:=]\s*[^\r\n""']+)")),
        (SecretPatterns.JsonWebTokens, "eyJ", Known(@"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}")),
        (SecretPatterns.ApiKeys, "", Known(
            @"\bsk-[A-Za-z0-9_-]{16,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}|\bglpat-[A-Za-z0-9_-]{16,}"
            + @"|\bAIza[A-Za-z0-9_-]{30,}|\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|\bhf_[A-Za-z0-9]{20,}|\bdapi[a-f0-9]{32}|\bnpm_[A-Za-z0-9]{36}")),
        (SecretPatterns.EmailAddresses, "@", Known(@"\b[\w.%+'-]+@(?:[\w-]+\.)+\p{L}[\w-]+")),
    ];

    private readonly (string Hint, Regex Regex)[] _regexes;
    private readonly bool _findsCards;

    /// <summary>Looks for known kinds of secrets.</summary>
    public PatternRule(SecretPatterns kinds)
    {
        _regexes = [.. s_known.Where(known => (known.Kind & kinds) != 0).Select(known => (known.Hint, known.Regex.Value))];
        _findsCards = (kinds & SecretPatterns.CreditCards) != 0;
    }

    /// <summary>Looks for what the user's expressions match. One without a time limit is given ours.</summary>
    public PatternRule(IEnumerable<Regex> regexes)
        => _regexes = [.. regexes.Select(regex => (string.Empty, regex.MatchTimeout == Regex.InfiniteMatchTimeout ? new Regex(regex.ToString(), regex.Options, s_matchTimeout) : regex))];

    public override string Rewrite(string text)
    {
        foreach (var (hint, regex) in _regexes)
        {
            if (hint.Length == 0 || text.Contains(hint, StringComparison.Ordinal))
            {
                text = regex.Replace(text, StandIn);
            }
        }

        return _findsCards ? CardNumbers.Remove(text) : text;
    }

    public override string RewriteNumber(string digits) => Rewrite(digits);

    private static Lazy<Regex> Known(string pattern) => new(() =>
    {
#if NET8_0_OR_GREATER
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
#else
        const RegexOptions Options = RegexOptions.CultureInvariant;
#endif
        return new Regex(pattern, Options, s_matchTimeout);
    });
}
