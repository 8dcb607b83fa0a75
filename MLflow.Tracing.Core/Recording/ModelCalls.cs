namespace MLflow.Tracing.Recording;

/// <summary>
/// Calls to language models may be seen at several levels: by an agent's framework, by a client of its own, in HTTP. The outermost level that records
/// a call marks its span, and the others leave it alone. What a tool calls while it runs for such a call is a call of its own.
/// </summary>
internal static class ModelCalls
{
    /// <summary>Whether the call that is about to be made here is recorded already by a span around it.</summary>
    public static bool IsRecorded
    {
        get
        {
            for (var span = Mlflow.CurrentSpan; span is not null; span = span.Parent)
            {
                if (span.IsModelCall)
                {
                    return true;
                }

                if (span.SpanType == SpanType.Tool)
                {
                    return false;
                }
            }

            return false;
        }
    }
}
