using System.Runtime.CompilerServices;
using MLflow.Tracing.Model;

namespace MLflow.Tracing;

// What follows asks the server, or reads the folder, that tracing writes to; while tracing is off, the one that an MlflowClient without arguments finds.
public static partial class Mlflow
{
    /// <inheritdoc cref="MlflowClient.GetTraceAsync"/>
    /// <param name="traceId">Its id, <c>tr-</c> and 32 hexadecimal digits.</param>
    /// <param name="flush">Whether to deliver first what is still on its way, as <see cref="FlushAsync"/> does. Default <see langword="false"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <example>
    /// <code>
    /// if (Mlflow.LastActiveTraceId is { } recorded &amp;&amp; await Mlflow.GetTraceAsync(recorded, flush: true) is { } trace)
    /// {
    ///     Console.WriteLine($"{trace.Info.State}, {trace.Spans.Count} spans");
    /// }
    /// </code>
    /// </example>
    public static async Task<Trace?> GetTraceAsync(string traceId, bool flush = false, CancellationToken cancellationToken = default)
    {
        if (flush)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        return await AskAsync(client => client.GetTraceAsync(traceId, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc cref="MlflowClient.SearchTracesAsync"/>
    /// <example>
    /// <code>
    /// await foreach (var trace in Mlflow.SearchTracesAsync(filterString: "attributes.status = 'ERROR'"))
    /// {
    ///     Console.WriteLine(trace.Info.TraceId);
    /// }
    /// </code>
    /// </example>
    public static IAsyncEnumerable<Trace> SearchTracesAsync(
        IEnumerable<string>? experimentIds = null,
        string? filterString = null,
        IEnumerable<string>? orderBy = null,
        int? maxResults = null,
        string? runId = null,
        string? modelId = null,
        bool includeSpans = true,
        int pageSize = 100,
        CancellationToken cancellationToken = default)
        => Search(client => client.SearchTracesAsync(experimentIds, filterString, orderBy, maxResults, runId, modelId, includeSpans, pageSize, cancellationToken), cancellationToken);

    /// <inheritdoc cref="MlflowClient.SearchSessionsAsync"/>
    /// <example>
    /// <code>
    /// await foreach (var session in Mlflow.SearchSessionsAsync(maxResults: 5))
    /// {
    ///     Console.WriteLine($"{session.SessionId}: {session.Traces.Count} turns");
    /// }
    /// </code>
    /// </example>
    public static IAsyncEnumerable<Session> SearchSessionsAsync(
        IEnumerable<string>? experimentIds = null,
        string? filterString = null,
        int maxResults = 100,
        bool includeSpans = true,
        CancellationToken cancellationToken = default)
        => Search(client => client.SearchSessionsAsync(experimentIds, filterString, maxResults, includeSpans, cancellationToken), cancellationToken);

    /// <inheritdoc cref="MlflowClient.SetTraceTagAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.SetTraceTagAsync(traceId, "reviewed", "yes");
    /// </code>
    /// </example>
    public static Task SetTraceTagAsync(string traceId, string key, string value, CancellationToken cancellationToken = default)
        => AskAsync(client => client.SetTraceTagAsync(traceId, key, value, cancellationToken));

    /// <inheritdoc cref="MlflowClient.DeleteTraceTagAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.DeleteTraceTagAsync(traceId, "reviewed");
    /// </code>
    /// </example>
    public static Task DeleteTraceTagAsync(string traceId, string key, CancellationToken cancellationToken = default)
        => AskAsync(client => client.DeleteTraceTagAsync(traceId, key, cancellationToken));

    /// <inheritdoc cref="MlflowClient.LogFeedbackAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.LogFeedbackAsync(traceId, "helpful", true, new AssessmentSource(AssessmentSourceType.Human, "alice"));
    /// </code>
    /// </example>
    public static Task<Feedback> LogFeedbackAsync(
        string traceId,
        string name = Feedback.DefaultName,
        object? value = null,
        AssessmentSource? source = null,
        AssessmentError? error = null,
        string? rationale = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
        => AskAsync(client => client.LogFeedbackAsync(traceId, name, value, source, error, rationale, metadata, spanId, cancellationToken));

    /// <inheritdoc cref="MlflowClient.LogExpectationAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.LogExpectationAsync(traceId, "expected_answer", "42");
    /// </code>
    /// </example>
    public static Task<Expectation> LogExpectationAsync(
        string traceId,
        string name,
        object value,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
        => AskAsync(client => client.LogExpectationAsync(traceId, name, value, source, metadata, spanId, cancellationToken));

    /// <inheritdoc cref="MlflowClient.LogIssueAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.LogIssueAsync(Mlflow.LastActiveTraceId!, "iss-7", "Answers in the wrong language");
    /// </code>
    /// </example>
    public static Task<IssueReference> LogIssueAsync(
        string traceId,
        string issueId,
        string issueName,
        AssessmentSource? source = null,
        string? runId = null,
        string? rationale = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
        => AskAsync(client => client.LogIssueAsync(traceId, issueId, issueName, source, runId, rationale, metadata, spanId, cancellationToken));

    /// <inheritdoc cref="MlflowClient.LogAssessmentAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.LogAssessmentAsync(traceId, new Feedback { Name = "helpful", Value = 0.8 });
    /// </code>
    /// </example>
    public static Task<Assessment> LogAssessmentAsync(string traceId, Assessment assessment, CancellationToken cancellationToken = default)
        => AskAsync(client => client.LogAssessmentAsync(traceId, assessment, cancellationToken));

    /// <inheritdoc cref="MlflowClient.UpdateAssessmentAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.UpdateAssessmentAsync(traceId, assessmentId, new Feedback { Name = "helpful", Value = false });
    /// </code>
    /// </example>
    public static Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, Assessment assessment, CancellationToken cancellationToken = default)
        => AskAsync(client => client.UpdateAssessmentAsync(traceId, assessmentId, assessment, cancellationToken));

    /// <inheritdoc cref="MlflowClient.GetAssessmentAsync"/>
    /// <example>
    /// <code>
    /// var feedback = await Mlflow.GetAssessmentAsync(traceId, assessmentId) as Feedback;
    /// </code>
    /// </example>
    public static Task<Assessment?> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default)
        => AskAsync(client => client.GetAssessmentAsync(traceId, assessmentId, cancellationToken));

    /// <inheritdoc cref="MlflowClient.DeleteAssessmentAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.DeleteAssessmentAsync(traceId, assessmentId);
    /// </code>
    /// </example>
    public static Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default)
        => AskAsync(client => client.DeleteAssessmentAsync(traceId, assessmentId, cancellationToken));

    /// <inheritdoc cref="MlflowClient.OverrideFeedbackAsync"/>
    /// <example>
    /// <code>
    /// await Mlflow.OverrideFeedbackAsync(traceId, assessmentId, false, rationale: "the answer is outdated");
    /// </code>
    /// </example>
    public static Task<Feedback> OverrideFeedbackAsync(
        string traceId,
        string assessmentId,
        object value,
        string? rationale = null,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
        => AskAsync(client => client.OverrideFeedbackAsync(traceId, assessmentId, value, rationale, source, metadata, cancellationToken));

    private static Task<bool> AskAsync(Func<MlflowClient, Task> ask) => AskAsync(async client =>
    {
        await ask(client).ConfigureAwait(false);
        return true;
    });

    private static async Task<T> AskAsync<T>(Func<MlflowClient, Task<T>> ask)
    {
        if (TracingSwitch.Runtime is { } runtime)
        {
            return await ask(runtime.Client).ConfigureAwait(false);
        }

        using var client = new MlflowClient();
        return await ask(client).ConfigureAwait(false);
    }

    private static IAsyncEnumerable<T> Search<T>(Func<MlflowClient, IAsyncEnumerable<T>> search, CancellationToken cancellationToken)
    {
        if (TracingSwitch.Runtime is { } runtime)
        {
            return search(runtime.Client);
        }

        var client = new MlflowClient();
        return ThenDisposeAsync(search(client), client, cancellationToken);
    }

    private static async IAsyncEnumerable<T> ThenDisposeAsync<T>(IAsyncEnumerable<T> found, MlflowClient client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (client)
        {
            await foreach (var item in found.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }
}
