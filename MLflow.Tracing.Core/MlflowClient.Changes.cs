using MLflow.Tracing.Export.Reading;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

public sealed partial class MlflowClient
{
    /// <summary>Sets a tag of a trace, in place of an earlier value.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="key">The tag's key, at most 250 characters.</param>
    /// <param name="value">Its value, at most 8000 characters.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">An argument is empty or too long.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.SetTraceTagAsync(traceId, "reviewed", "yes");
    /// </code>
    /// </example>
    public async Task SetTraceTagAsync(string traceId, string key, string value, CancellationToken cancellationToken = default)
    {
        ClientArguments.TraceId(traceId, nameof(traceId));
        ClientArguments.Key(key);
        ClientArguments.AtMost(WireLimits.MaxValueLength, value, nameof(value));
        (await Traces().SetTagAsync(traceId, key, value, cancellationToken).ConfigureAwait(false)).Checked(cancellationToken);
    }

    /// <summary>Deletes a tag of a trace.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="key">The tag's key.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">An argument is empty or too long.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace or tag, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.DeleteTraceTagAsync(traceId, "reviewed");
    /// </code>
    /// </example>
    public async Task DeleteTraceTagAsync(string traceId, string key, CancellationToken cancellationToken = default)
    {
        ClientArguments.TraceId(traceId, nameof(traceId));
        ClientArguments.Key(key);
        (await Traces().DeleteTagAsync(traceId, key, cancellationToken).ConfigureAwait(false)).Checked(cancellationToken);
    }

    /// <summary>Deletes traces by their ids, 100 in a request.</summary>
    /// <param name="experimentId">The experiment they are filed under.</param>
    /// <param name="traceIds">The ids; at least one.</param>
    /// <param name="cancellationToken">Stops it between requests; what is deleted stays deleted.</param>
    /// <returns>How many were deleted; ids that do not exist are not counted.</returns>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused; earlier requests may have deleted some.</exception>
    /// <example>
    /// <code>
    /// var deleted = await client.DeleteTracesAsync("1", [traceId]);
    /// </code>
    /// </example>
    public async Task<int> DeleteTracesAsync(string experimentId, IEnumerable<string> traceIds, CancellationToken cancellationToken = default)
    {
        ClientArguments.Given(experimentId, nameof(experimentId));
        var ids = ClientArguments.TraceIds(traceIds, nameof(traceIds));
        var api = Traces();
        var deleted = 0;
        for (var next = 0; next < ids.Count; next += BatchSize)
        {
            deleted += DeletedIn(await api.DeleteAsync(experimentId, ids.Skip(next).Take(BatchSize), cancellationToken).ConfigureAwait(false), cancellationToken);
        }

        return deleted;
    }

    /// <summary>Deletes old traces of an experiment, the oldest first.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="maxTimestamp">Traces that started then or before are deleted.</param>
    /// <param name="maxTraces">The most traces to delete, 1 or more. Default: no limit.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="ArgumentException"><paramref name="experimentId"/> is empty, or <paramref name="maxTraces"/> less than 1.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.DeleteTracesBeforeAsync("1", DateTimeOffset.UtcNow.AddDays(-30), maxTraces: 1000);
    /// </code>
    /// </example>
    public async Task<int> DeleteTracesBeforeAsync(string experimentId, DateTimeOffset maxTimestamp, int maxTraces = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ClientArguments.Given(experimentId, nameof(experimentId));
        ClientArguments.Within(1, int.MaxValue, maxTraces, nameof(maxTraces));
        return DeletedIn(await Traces().DeleteAsync(experimentId, maxTimestamp.ToUnixTimeMilliseconds(), maxTraces, cancellationToken).ConfigureAwait(false), cancellationToken);
    }

    /// <summary>Links traces to a run, 100 in a request.</summary>
    /// <param name="traceIds">The traces' ids; at least one.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Stops it between requests; what is linked stays linked.</param>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such run, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.LinkTracesToRunAsync([traceId], runId: "1f0c9d6b8a7e4c52b3d1e0f9a8b7c6d5");
    /// </code>
    /// </example>
    public async Task LinkTracesToRunAsync(IEnumerable<string> traceIds, string runId, CancellationToken cancellationToken = default)
    {
        var ids = ClientArguments.TraceIds(traceIds, nameof(traceIds));
        ClientArguments.Given(runId, nameof(runId));
        var api = Traces();
        for (var next = 0; next < ids.Count; next += BatchSize)
        {
            (await api.LinkToRunAsync(ids.Skip(next).Take(BatchSize), runId, cancellationToken).ConfigureAwait(false)).Checked(cancellationToken);
        }
    }

    /// <summary>Links a trace to the versions of the prompts that it used.</summary>
    /// <param name="traceId">The trace's id.</param>
    /// <param name="prompts">The versions; at least one.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <exception cref="ArgumentException">An argument is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such trace, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.LinkPromptsToTraceAsync(traceId, [new PromptVersion("greeting", "3")]);
    /// </code>
    /// </example>
    public async Task LinkPromptsToTraceAsync(string traceId, IEnumerable<PromptVersion> prompts, CancellationToken cancellationToken = default)
    {
        ClientArguments.TraceId(traceId, nameof(traceId));
        List<PromptVersion> versions = [.. prompts ?? throw new ArgumentNullException(nameof(prompts))];
        ClientArguments.Given(versions.SelectMany(static prompt => new[] { prompt.Name, prompt.Version }), nameof(prompts));
        (await Traces().LinkPromptsAsync(traceId, versions, cancellationToken).ConfigureAwait(false)).Checked(cancellationToken);
    }

    private static int DeletedIn(ServerReply reply, CancellationToken cancellationToken)
        => reply.Read(static json => (int?)json["traces_deleted"] ?? 0, cancellationToken);
}
