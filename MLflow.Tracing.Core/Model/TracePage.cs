namespace MLflow.Tracing.Model;

/// <summary>Some of the traces that a search found.</summary>
/// <param name="Traces">The traces, in the order asked for; without spans if none were asked for.</param>
/// <param name="NextPageToken">What to pass for the next page; <see langword="null"/> when there is none.</param>
/// <example>
/// <code>
/// string? token = null;
/// do
/// {
///     var page = await client.SearchTracesPageAsync(["1"], maxResults: 20, pageToken: token);
///     Console.WriteLine($"{page.Traces.Count} traces");
///     token = page.NextPageToken;
/// }
/// while (token is not null);
/// </code>
/// </example>
public sealed record TracePage(IReadOnlyList<Trace> Traces, string? NextPageToken);
