using System.Text.RegularExpressions;
using MLflow.Tracing.Redaction;

namespace MLflow.Tracing;

/// <summary>Ready-made span processors that keep secrets out of traces, for <see cref="MlflowOptions.SpanProcessors"/>.</summary>
/// <remarks>
/// Each looks at all that a span sends: name, type, inputs, outputs, attributes, events with exceptions and items of sequences, links,
/// status message; and, when it is itself among the processors, at what the program said about the trace: tags, metadata with session and
/// user, previews, client request id. What it finds becomes <c>[redacted]</c>; JSON stays JSON, also inside texts. Names that begin with
/// <c>mlflow.</c> stay. A span on which one fails leaves without content, and that is reported (MLT230, MLT231). Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// Mlflow.Init(configure: options =>
/// {
///     options.SpanProcessors.Add(SpanProcessors.RedactKeys());
///     options.SpanProcessors.Add(SpanProcessors.RedactPatterns());
/// });
/// </code>
/// </example>
public static class SpanProcessors
{
    /// <summary>The names that <see cref="RedactKeys"/> looks for unless it is given others.</summary>
    public static IReadOnlyList<string> DefaultKeys { get; } =
    [
        "*password*", "*passwd*", "pwd", "*passphrase*", "*secret*", "*api_key*", "*access_key*", "*account_key*", "*private_key*", "*authorization",
        "*credential*", "*connection_string*", "*cookie*", "jwt", "token", "*access_token", "*api_token", "*auth_token", "*bearer_token", "*csrf_token",
        "*id_token", "*refresh_token", "*security_token", "*session_token", "*credit_card*", "*card_number*", "cvc", "cvv", "iban", "ssn",
    ];

    /// <summary>Makes a processor that redacts values by their names: parameters, members of objects and entries of dictionaries at any depth, attributes, tags.</summary>
    /// <param name="globs">
    /// The names; <c>*</c> stands for any characters, <c>?</c> for one. Only letters and digits count, in any case: <c>api_key</c> is
    /// <c>apiKey</c> is <c>API-Key</c>. Given none, <see cref="DefaultKeys"/> count; given some, only these.
    /// </param>
    /// <returns>The processor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="globs"/> is null.</exception>
    /// <exception cref="ArgumentException">A name holds neither a letter, a digit nor a wildcard.</exception>
    /// <example>
    /// <code>
    /// Mlflow.Init(configure: options => options.SpanProcessors.Add(SpanProcessors.RedactKeys([.. SpanProcessors.DefaultKeys, "*patient*"])));
    /// </code>
    /// </example>
    public static Action<LiveSpan> RedactKeys(params string[] globs)
    {
        _ = globs ?? throw new ArgumentNullException(nameof(globs));
        return Processor(new KeyRule(globs.Length > 0 ? globs : DefaultKeys));
    }

    /// <summary>Makes a processor that redacts what looks like a secret of any kind that <see cref="SecretPatterns"/> knows.</summary>
    /// <inheritdoc cref="RedactPatterns(SecretPatterns)"/>
    /// <example>
    /// <code>
    /// Mlflow.Init(configure: options => options.SpanProcessors.Add(SpanProcessors.RedactPatterns()));
    /// </code>
    /// </example>
    public static Action<LiveSpan> RedactPatterns() => RedactPatterns(SecretPatterns.All);

    /// <summary>Makes a processor that redacts what looks like a secret, wherever it stands in a text.</summary>
    /// <param name="patterns">What to look for.</param>
    /// <returns>The processor. The time it takes grows with the length of the texts, and not faster (.NET 8 and newer; elsewhere it gives up after 1 s a text).</returns>
    /// <example>
    /// <code>
    /// Mlflow.Init(configure: options => options.SpanProcessors.Add(SpanProcessors.RedactPatterns(SecretPatterns.ApiKeys | SecretPatterns.CreditCards)));
    /// </code>
    /// </example>
    public static Action<LiveSpan> RedactPatterns(SecretPatterns patterns) => Processor(new PatternRule(patterns));

    /// <summary>Makes a processor that redacts what regular expressions match, wherever it stands in a text.</summary>
    /// <param name="patterns">The expressions. One that has no time limit is given 1 s a text; one that runs into its limit withholds the span's content.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="ArgumentException">There is no expression, or one is null.</exception>
    /// <example>
    /// <code>
    /// var patientNumber = new Regex(@"\bPAT-\d{6}\b");
    /// Mlflow.Init(configure: options => options.SpanProcessors.Add(SpanProcessors.RedactPatterns(patientNumber)));
    /// </code>
    /// </example>
    public static Action<LiveSpan> RedactPatterns(params Regex[] patterns)
        => patterns is { Length: > 0 } && Array.TrueForAll(patterns, static pattern => pattern is not null)
            ? Processor(new PatternRule(patterns))
            : throw new ArgumentException("One regular expression or more is needed, and none may be null.", nameof(patterns));

    /// <summary>Makes a processor that rewrites every text by a function, as <see cref="LiveSpan.RewriteTexts"/> does.</summary>
    /// <param name="rewrite">Gets a text and returns what to send in its place. It may be called on several threads at once.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="rewrite"/> is null.</exception>
    /// <example>
    /// <code>
    /// var host = Environment.MachineName;
    /// Mlflow.Init(configure: options => options.SpanProcessors.Add(SpanProcessors.RewriteTexts(text => text.Replace(host, "HOST"))));
    /// </code>
    /// </example>
    public static Action<LiveSpan> RewriteTexts(Func<string, string> rewrite)
        => Processor(new FunctionRule(rewrite ?? throw new ArgumentNullException(nameof(rewrite))));

    /// <summary>Makes a processor of your own safe to fail: a span on which it throws leaves without content, see <see cref="LiveSpan.WithholdContent"/>, instead of as it is.</summary>
    /// <param name="processor">The processor.</param>
    /// <returns>The processor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="processor"/> is null.</exception>
    /// <example>
    /// <code>
    /// Mlflow.Init(configure: options => options.SpanProcessors.Add(SpanProcessors.FailClosed(span =>
    /// {
    ///     if (span.Inputs is { Length: > 10_000 })
    ///     {
    ///         span.SetInputs("a long document");
    ///     }
    /// })));
    /// </code>
    /// </example>
    public static Action<LiveSpan> FailClosed(Action<LiveSpan> processor)
    {
        _ = processor ?? throw new ArgumentNullException(nameof(processor));
        return processor.Target is RedactingProcessor ? processor : new FailClosedProcessor(processor).Process;
    }

    private static Action<LiveSpan> Processor(ContentRule rule) => new ContentRedactor(rule).Process;
}
