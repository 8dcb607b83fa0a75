namespace MLflow.Tracing.Redaction;

/// <summary>
/// A span processor that fails closed: a span it throws on leaves without content. The runtime knows it by the target of its delegate.
/// </summary>
internal abstract class RedactingProcessor
{
    /// <summary>What is put among <see cref="MlflowOptions.SpanProcessors"/>.</summary>
    public void Process(LiveSpan span)
    {
        var isDone = false;
        try
        {
            Redact(span);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                span.Withhold(keepsNames: false);
            }
        }
    }

    protected abstract void Redact(LiveSpan span);
}
