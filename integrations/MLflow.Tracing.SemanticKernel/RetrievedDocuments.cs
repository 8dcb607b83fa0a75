using MLflow.Tracing.Recording.Sequences;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>The results of a search, recorded as the program reads them.</summary>
internal sealed class RetrievedDocuments<TResult>(LiveSpan span, LiveSpan? ambient) : IStreamRecord<TResult>
{
    private bool _isOver;

    public LiveSpan? Ambient => ambient;

    public void Saw(TResult result) => span.AddItem(RetrievedDocument.Of(result));

    public void Completed() => _isOver = true;

    public void Failed(Exception exception)
    {
        _isOver = true;
        span.RecordException(exception);
    }

    public void End()
    {
        if (!_isOver)
        {
            span.AddEvent("abandoned");
        }

        span.End();
    }
}
