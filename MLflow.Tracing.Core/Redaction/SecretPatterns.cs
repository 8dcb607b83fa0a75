namespace MLflow.Tracing;

/// <summary>What <see cref="SpanProcessors.RedactPatterns(SecretPatterns)"/> looks for in texts.</summary>
/// <example>
/// <code>
/// var redact = SpanProcessors.RedactPatterns(SecretPatterns.All &amp; ~SecretPatterns.EmailAddresses);
/// Mlflow.Init(configure: options => options.SpanProcessors.Add(redact));
/// </code>
/// </example>
[Flags]
public enum SecretPatterns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>E-mail addresses.</summary>
    EmailAddresses = 1,

    /// <summary>Bearer tokens, and what follows <c>Authorization:</c> in a line.</summary>
    BearerTokens = 2,

    /// <summary>Keys that show their issuer: OpenAI and Anthropic (<c>sk-</c>), AWS (<c>AKIA</c>), GitHub, GitLab, Google, Slack, Stripe, Hugging Face, Databricks, npm.</summary>
    ApiKeys = 4,

    /// <summary>JSON Web Tokens (<c>eyJ….….…</c>).</summary>
    JsonWebTokens = 8,

    /// <summary>Private keys in PEM blocks, also those that were cut.</summary>
    PrivateKeys = 16,

    /// <summary>Numbers of payment cards of 13 to 19 digits with a right check digit; in numbers of JSON, too.</summary>
    CreditCards = 32,

    /// <summary>Passwords and keys in connection strings (<c>Password=…;</c>) and in URLs (<c>https://user:password@host</c>).</summary>
    Passwords = 64,

    /// <summary>All of these.</summary>
    All = EmailAddresses | BearerTokens | ApiKeys | JsonWebTokens | PrivateKeys | CreditCards | Passwords,
}
