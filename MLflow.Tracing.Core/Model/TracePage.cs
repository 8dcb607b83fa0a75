namespace MLflow.Tracing.Model;

/// <summary>Some of the traces that a search found.</summary>
/// <param name="Traces">The traces, in the order asked for; without spans if none were asked for.</param>
/// <param name="NextPageToken">What to pass for the next page; <see langword="null"/> when there is none.</param>
/// <example>
/// <code>
/// var page = await client.SearchTracesPageAsync(["1"], maxResults: 20);
/// var next = page.NextPageToken is null ? null : await client.SearchTracesPageAsync(["1"], maxResults: 20, pageToken: page.NextPageToken);
/// </code>
/// </example>
public sealed record TracePage(IReadOnlyList<Trace> Traces, string? NextPageToken);
