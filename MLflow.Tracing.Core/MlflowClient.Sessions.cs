using System.Runtime.CompilerServices;
using MLflow.Tracing.Model;

namespace MLflow.Tracing;

public sealed partial class MlflowClient
{
    /// <summary>Searches conversations: each session that has a trace which the filter matches, with all of its traces.</summary>
    /// <param name="experimentIds">As in <see cref="SearchTracesAsync"/>.</param>
    /// <param name="filterString">Which traces to look for, as in <see cref="SearchTracesAsync"/>; a session needs one that matches. <see langword="null"/> means all.</param>
    /// <param name="maxResults">The most sessions to return, 1 or more. Default: 100.</param>
    /// <param name="includeSpans">As in <see cref="SearchTracesAsync"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>
    /// The sessions, the one of the latest matching trace first; traces without a session are in none. Nothing is sent before they are enumerated; a session
    /// takes a search of its own when it is reached.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is wrong, or the filter for a folder store cannot be read (while enumerating).</exception>
    /// <exception cref="NotSupportedException">A folder store cannot evaluate the filter (while enumerating).</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused (while enumerating).</exception>
    /// <example>
    /// <code>
    /// using var client = new MlflowClient();
    /// await foreach (var session in client.SearchSessionsAsync(filterString: "attributes.status = 'ERROR'"))
    /// {
    ///     Console.WriteLine(string.Join(" | ", session.Traces.Select(turn => turn.Info.RequestPreview)));
    /// }
    /// </code>
    /// </example>
    public IAsyncEnumerable<Session> SearchSessionsAsync(
        IEnumerable<string>? experimentIds = null,
        string? filterString = null,
        int maxResults = 100,
        bool includeSpans = true,
        CancellationToken cancellationToken = default)
    {
        var most = ClientArguments.Within(1, int.MaxValue, maxResults, nameof(maxResults));
        IReadOnlyList<string>? experiments = experimentIds is null ? null : ClientArguments.Given(experimentIds, nameof(experimentIds));
        return SessionsAsync(experiments, filterString, most, includeSpans, cancellationToken);
    }

    private async IAsyncEnumerable<Session> SessionsAsync(
        IReadOnlyList<string>? experimentIds, string? filterString, int most, bool includeSpans, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var trace in SearchTracesAsync(experimentIds, filterString, includeSpans: false, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (SessionOf(trace) is not { } id || !known.Add(id))
            {
                continue;
            }

            // Without a filter that can name the session, all traces are looked at.
            var filter = ClientArguments.TryQuote(id) is { } quoted ? $"metadata.`{TraceMetadataKey.Session}` = {quoted}" : null;
            var turns = new List<Trace>();
            await foreach (var turn in SearchTracesAsync(experimentIds, filter, ["timestamp_ms ASC"], includeSpans: includeSpans, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                if (SessionOf(turn) == id)
                {
                    turns.Add(turn);
                }
            }

            yield return new Session(id, turns);
            if (known.Count == most)
            {
                yield break;
            }
        }
    }

    private static string? SessionOf(Trace trace)
        => trace.Info.Metadata.TryGetValue(TraceMetadataKey.Session, out var id) && id.Length > 0 ? id : null;
}
