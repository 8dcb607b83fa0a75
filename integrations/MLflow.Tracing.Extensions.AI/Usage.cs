using Microsoft.Extensions.AI;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>Tokens, in MLflow's words.</summary>
internal static class Usage
{
    public static TokenUsage? Of(UsageDetails? details)
        => details is { InputTokenCount: not null } or { OutputTokenCount: not null } or { TotalTokenCount: not null }
            ? new TokenUsage(details.InputTokenCount ?? 0, details.OutputTokenCount ?? 0, details.TotalTokenCount) { CacheReadInputTokens = details.CachedInputTokenCount }
            : null;
}
