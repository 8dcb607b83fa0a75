namespace MLflow.Tracing.Model;

/// <summary>The traces of one conversation: those that carry the same session id (<c>mlflow.trace.session</c>).</summary>
/// <param name="SessionId">The session's id.</param>
/// <param name="Traces">All its traces in the searched experiments, the earliest first: its turns.</param>
/// <example>
/// <code>
/// using var client = new MlflowClient();
/// await foreach (Session session in client.SearchSessionsAsync(maxResults: 5))
/// {
///     Console.WriteLine($"{session.SessionId}: {session.Traces.Count} turns");
/// }
/// </code>
/// </example>
public sealed record Session(string SessionId, IReadOnlyList<Trace> Traces);
