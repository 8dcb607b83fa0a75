using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>A trace on its way to a server.</summary>
/// <param name="trace">The trace.</param>
/// <remarks>One task at a time works on it.</remarks>
/// <param name="isStarted">Whether an earlier try has told the server of it.</param>
internal sealed class Delivery(Trace trace, bool isStarted = false)
{
    public Trace Trace { get; set; } = trace;

    /// <summary>When it began, by <see cref="RetryPolicy.Now"/>: all requests for a trace share one limit for retries.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>Its experiment, once that is known.</summary>
    public string ExperimentId { get; set; } = string.Empty;

    /// <summary>The server's answer to StartTraceV3; <see langword="null"/> for a part of a trace, which only the process that began it starts.</summary>
    public ServerReply? Started { get; set; }

    /// <summary>Whether the server knows the trace, from this try to deliver it or from an earlier one.</summary>
    public bool IsStarted { get; set; } = isStarted;

    /// <summary>How its attachments fared in this try; <see langword="null"/> when there were none to deliver.</summary>
    public AttachmentFailures? Attachments { get; set; }

    /// <summary>Whether the server has its spans by OTLP.</summary>
    public bool IsPushed { get; set; }

    /// <summary>Why it failed; <see langword="null"/> as long as it has not.</summary>
    public DeliveryFailure? Failure { get; set; }
}
