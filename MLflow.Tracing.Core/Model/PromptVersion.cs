namespace MLflow.Tracing.Model;

/// <summary>One version of a prompt in MLflow's prompt registry.</summary>
/// <param name="Name">The prompt's name. Not empty.</param>
/// <param name="Version">The version, for example <c>3</c>. Not empty.</param>
/// <example>
/// <code>
/// await client.LinkPromptsToTraceAsync(traceId, [new PromptVersion("greeting", "3")]);
/// </code>
/// </example>
public sealed record PromptVersion(string Name, string Version);
