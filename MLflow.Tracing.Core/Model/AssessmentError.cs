namespace MLflow.Tracing.Model;

/// <summary>Why a judge gave no verdict.</summary>
/// <param name="ErrorCode">A short name of the failure, for example <c>RATE_LIMIT_EXCEEDED</c> or an exception's type. Not empty.</param>
/// <param name="ErrorMessage">What happened.</param>
/// <param name="StackTrace">Where; only its first 1000 characters are sent.</param>
/// <example>
/// <code>
/// try
/// {
///     var verdict = await CallModelAsync($"Is this question polite? {question}");
///     await client.LogFeedbackAsync(traceId, "polite", verdict);
/// }
/// catch (HttpRequestException failure)
/// {
///     await client.LogFeedbackAsync(traceId, "polite", error: AssessmentError.From(failure));
/// }
/// </code>
/// </example>
public sealed record AssessmentError(string ErrorCode, string? ErrorMessage = null, string? StackTrace = null)
{
    /// <summary>The error that an exception means: the name of its type, its message, its stack trace.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public static AssessmentError From(Exception exception)
        => exception is null
            ? throw new ArgumentNullException(nameof(exception))
            : new AssessmentError(exception.GetType().Name, exception.Message, exception.StackTrace);
}
