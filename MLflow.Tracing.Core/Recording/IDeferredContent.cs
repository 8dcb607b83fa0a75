namespace MLflow.Tracing.Recording;

/// <summary>
/// What a span has seen and nobody has looked at yet. To work out what it says would hold up the program; so it is worked out when somebody reads the span, as a rule the export worker.
/// Members may be called from any thread, one at a time, and do not throw.
/// </summary>
internal interface IDeferredContent
{
    /// <summary>Roughly the bytes that it keeps alive.</summary>
    long HeldBytes { get; }

    /// <summary>Says it to the span, as far as it has been seen. Called at most once.</summary>
    void AddTo(LiveSpan span);

    /// <summary>Lets go of it: nobody will read it.</summary>
    void Discard();
}
