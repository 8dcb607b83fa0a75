namespace MLflow.Tracing.Recording;

/// <summary>The life of a span; each state is entered once, in this order.</summary>
internal enum SpanState
{
    /// <summary>Made, its arguments being recorded.</summary>
    Prepared,

    /// <summary>The spanned code runs.</summary>
    Open,

    /// <summary>One thread has won the right to end it; processors run.</summary>
    Ending,

    /// <summary>Ended: nothing changes any more.</summary>
    Ended,
}
