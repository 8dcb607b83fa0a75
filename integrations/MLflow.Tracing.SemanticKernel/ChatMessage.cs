using Microsoft.SemanticKernel.ChatCompletion;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>A message of a chat as MLflow shows it.</summary>
internal static class ChatMessage
{
#pragma warning disable CA1308 // MLflow knows roles in lower case
    public static Dictionary<string, object?> Of(AuthorRole? role, string? content) => new() { ["role"] = (role ?? AuthorRole.Assistant).Label.ToLowerInvariant(), ["content"] = content };
#pragma warning restore CA1308
}
