using System.Runtime.CompilerServices;
using MLflow.Tracing.Export.Reading;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing;

public sealed partial class MlflowClient
{
    private const string SourceRunKey = "mlflow.assessment.sourceRunId";

    /// <summary>Logs feedback on a trace or a span.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="name">What is judged: no dot, at most 250 characters. Default: <c>feedback</c>.</param>
    /// <param name="value">The verdict, see <see cref="Feedback.Value"/>. It or <paramref name="error"/> is needed.</param>
    /// <param name="source">Who judged. Default: code.</param>
    /// <param name="error">Why there is no verdict.</param>
    /// <param name="rationale">Why, in words.</param>
    /// <param name="metadata">Further facts.</param>
    /// <param name="spanId">The span it is about; <see langword="null"/> means the whole trace.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The feedback as it is stored, with its id.</returns>
    /// <exception cref="ArgumentException">An argument is empty, too long, or of a kind that is not allowed (<c>NaN</c>, for example).</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.LogFeedbackAsync(traceId, "helpful", true, new AssessmentSource(AssessmentSourceType.Human, "alice"), rationale: "to the point");
    /// </code>
    /// </example>
    public async Task<Feedback> LogFeedbackAsync(
        string traceId,
        string name = Feedback.DefaultName,
        object? value = null,
        AssessmentSource? source = null,
        AssessmentError? error = null,
        string? rationale = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
    {
        var feedback = new Feedback { Name = name, Value = value, Source = source, Error = error, Rationale = rationale, Metadata = metadata ?? EmptyDictionary.OfStrings, SpanId = spanId };
        return await LogAsync(traceId, feedback, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs what a trace or a span should have given.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="name">What is expected: no dot, at most 250 characters.</param>
    /// <param name="value">The expected value, see <see cref="Feedback.Value"/>; not <see langword="null"/>.</param>
    /// <param name="source">Who says so. Default: a human.</param>
    /// <param name="metadata">Further facts.</param>
    /// <param name="spanId">The span it is about; <see langword="null"/> means the whole trace.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The expectation as it is stored, with its id.</returns>
    /// <exception cref="ArgumentException">An argument is empty, too long, or of a kind that is not allowed (<c>NaN</c>, for example).</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.LogExpectationAsync(traceId, "expected_answer", "42");
    /// </code>
    /// </example>
    public async Task<Expectation> LogExpectationAsync(
        string traceId,
        string name,
        object value,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
    {
        var expectation = new Expectation { Name = name, Value = value, Source = source, Metadata = metadata ?? EmptyDictionary.OfStrings, SpanId = spanId };
        return await LogAsync(traceId, expectation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs that a trace or a span shows a known problem. MLflow 3.11 or newer.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="issueId">The problem's id: no dot, at most 250 characters.</param>
    /// <param name="issueName">The problem in words.</param>
    /// <param name="source">Who says so. Default: a judging model.</param>
    /// <param name="runId">The MLflow run that found it, kept in the metadata.</param>
    /// <param name="rationale">Why, in words.</param>
    /// <param name="metadata">Further facts.</param>
    /// <param name="spanId">The span it is about; <see langword="null"/> means the whole trace.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The reference as it is stored, with its id.</returns>
    /// <exception cref="ArgumentException">An argument is empty or too long.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// using var client = new MlflowClient();
    /// await client.LogIssueAsync("tr-1f2e3d4c5b6a79880011223344556677", "iss-7", "Answers in the wrong language");
    /// </code>
    /// </example>
    public async Task<IssueReference> LogIssueAsync(
        string traceId,
        string issueId,
        string issueName,
        AssessmentSource? source = null,
        string? runId = null,
        string? rationale = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        string? spanId = null,
        CancellationToken cancellationToken = default)
    {
        var facts = (metadata ?? EmptyDictionary.OfStrings).ToDictionary(static fact => fact.Key, static fact => fact.Value, StringComparer.Ordinal);
        if (runId is not null)
        {
            facts[SourceRunKey] = ClientArguments.Given(runId, nameof(runId));
        }

        var issue = new IssueReference { Name = issueId, IssueName = ClientArguments.Given(issueName, nameof(issueName)), Source = source, Rationale = rationale, Metadata = facts, SpanId = spanId };
        return await LogAsync(traceId, issue, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs an assessment.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="assessment">A <see cref="Feedback"/>, an <see cref="Expectation"/> or an <see cref="IssueReference"/>. Its id, trace and times are the server's to give.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The assessment as it is stored, with its id.</returns>
    /// <exception cref="ArgumentException">The assessment lacks something, or has something that is too long or not allowed.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// var logged = await client.LogAssessmentAsync(traceId, new Feedback { Name = "helpful", Value = 0.8 });
    /// Console.WriteLine(logged.AssessmentId);
    /// </code>
    /// </example>
    public Task<Assessment> LogAssessmentAsync(string traceId, Assessment assessment, CancellationToken cancellationToken = default)
        => LogAsync(traceId, assessment, cancellationToken);

    /// <summary>Changes an assessment in place: its name, value, error, rationale and metadata. To keep the earlier verdict, use <see cref="OverrideFeedbackAsync"/>.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="assessmentId">The assessment's id.</param>
    /// <param name="assessment">The new content, a <see cref="Feedback"/> or an <see cref="Expectation"/> as the stored one. A rationale of <see langword="null"/> and empty metadata leave what is stored.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The assessment as it is stored now.</returns>
    /// <exception cref="ArgumentException">An argument is empty, too long, or not allowed.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace or assessment, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.UpdateAssessmentAsync(traceId, assessmentId, new Expectation { Name = "expected_answer", Value = "43" });
    /// </code>
    /// </example>
    public async Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, Assessment assessment, CancellationToken cancellationToken = default)
    {
        ClientArguments.TraceId(traceId, nameof(traceId));
        ClientArguments.Given(assessmentId, nameof(assessmentId));
        var changed = ClientArguments.Checked(assessment) with { AssessmentId = assessmentId, CreateTimeUnixNs = null, LastUpdateTimeUnixNs = null };
        var reply = await Traces().UpdateAssessmentAsync(traceId, changed, MaskOf(changed), cancellationToken).ConfigureAwait(false);
        return reply.Read(AssessmentIn, cancellationToken);
    }

    /// <summary>Gets an assessment.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="assessmentId">The assessment's id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see langword="null"/> when there is no such trace or assessment.</returns>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// var feedback = await client.GetAssessmentAsync(traceId, assessmentId) as Feedback;
    /// </code>
    /// </example>
    public async Task<Assessment?> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default)
    {
        ClientArguments.TraceId(traceId, nameof(traceId));
        ClientArguments.Given(assessmentId, nameof(assessmentId));
        var reply = await Traces().GetAssessmentAsync(traceId, assessmentId, cancellationToken).ConfigureAwait(false);
        return reply.IsMissing() ? null : reply.Read(AssessmentIn, cancellationToken);
    }

    /// <summary>Deletes an assessment. One that it overrode is valid again.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="assessmentId">The assessment's id.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.DeleteAssessmentAsync(traceId, assessmentId);
    /// </code>
    /// </example>
    public async Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken = default)
    {
        ClientArguments.TraceId(traceId, nameof(traceId));
        ClientArguments.Given(assessmentId, nameof(assessmentId));
        (await Traces().DeleteAssessmentAsync(traceId, assessmentId, cancellationToken).ConfigureAwait(false)).Checked(cancellationToken);
    }

    /// <summary>Replaces feedback by other feedback of the same name, about the same span; the earlier one is kept, and is not valid any more.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="assessmentId">The id of the feedback to replace.</param>
    /// <param name="value">The new verdict, see <see cref="Feedback.Value"/>; not <see langword="null"/>.</param>
    /// <param name="rationale">Why, in words.</param>
    /// <param name="source">Who judged. Default: code.</param>
    /// <param name="metadata">Further facts.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>The new feedback as it is stored, with its id.</returns>
    /// <exception cref="ArgumentException">An argument is empty, too long, or not allowed.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no feedback of that id, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.OverrideFeedbackAsync(traceId, assessmentId, false, "the answer is outdated", new AssessmentSource(AssessmentSourceType.Human, "alice"));
    /// </code>
    /// </example>
    public async Task<Feedback> OverrideFeedbackAsync(
        string traceId,
        string assessmentId,
        object value,
        string? rationale = null,
        AssessmentSource? source = null,
        IReadOnlyDictionary<string, string>? metadata = null,
        CancellationToken cancellationToken = default)
    {
        _ = Server();
        var feedback = new Feedback { Name = Feedback.DefaultName, Value = value, Source = source, Rationale = rationale, Metadata = metadata ?? EmptyDictionary.OfStrings, Overrides = assessmentId };
        ClientArguments.Checked(feedback);
        var earlier = await GetAssessmentAsync(traceId, assessmentId, cancellationToken).ConfigureAwait(false);
        return earlier is Feedback
            ? await LogAsync(traceId, feedback with { Name = earlier.Name, SpanId = earlier.SpanId }, cancellationToken).ConfigureAwait(false)
            : throw new MlflowException($"Trace {traceId} has no feedback of the id '{assessmentId}'{(earlier is null ? string.Empty : $": it is an {earlier.GetType().Name}")}. Check the id; an expectation is changed by UpdateAssessmentAsync.");
    }

    private async Task<T> LogAsync<T>(string traceId, T assessment, CancellationToken cancellationToken, [CallerMemberName] string? member = null)
        where T : Assessment
    {
        ClientArguments.TraceId(traceId, nameof(traceId));
        var stripped = ClientArguments.Checked(assessment) with { AssessmentId = null, CreateTimeUnixNs = null, LastUpdateTimeUnixNs = null };
        var reply = await Traces(member).CreateAssessmentAsync(traceId, stripped, cancellationToken).ConfigureAwait(false);
        return reply.Read(static json => AssessmentIn(json) as T ?? throw new FormatException("It is an assessment of another kind."), cancellationToken);
    }

    private static Assessment AssessmentIn(JObject json) => AssessmentJson.Read(json.ObjectIn("assessment"));

    /// <summary>The fields to change, as protobuf's JSON writes a field mask.</summary>
    private static string MaskOf(Assessment assessment)
    {
        List<string> fields = ["assessmentName", assessment switch
        {
            Feedback => "feedback",
            Expectation => "expectation",
            _ => throw new ArgumentException("Feedback and expectations can be changed. Delete any other assessment, and log a new one.", nameof(assessment)),
        }];
        if (assessment.Rationale is not null)
        {
            fields.Add("rationale");
        }

        if (assessment.Metadata.Count > 0)
        {
            fields.Add("metadata");
        }

        return string.Join(",", fields);
    }
}
