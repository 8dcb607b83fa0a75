namespace MLflow.Tracing.Redaction;

/// <summary>A processor of the user that fails closed.</summary>
internal sealed class FailClosedProcessor(Action<LiveSpan> processor) : RedactingProcessor
{
    protected override void Redact(LiveSpan span) => processor(span);
}
