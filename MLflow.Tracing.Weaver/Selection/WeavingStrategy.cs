namespace MLflow.Tracing.Weaver.Selection;

/// <summary>How a method is woven; the letters are those of the conformance matrix.</summary>
internal enum WeavingStrategy
{
    /// <summary>W: the body is wrapped in place.</summary>
    Synchronous,

    /// <summary>A: the compiler's state machine gets the hooks.</summary>
    AsyncStateMachine,

    /// <summary>K: what the method that makes the iterator returns is wrapped.</summary>
    Iterator,

    /// <summary>T: wrapped in place, and the returned task is observed.</summary>
    TaskReturning,

    /// <summary>R: as W, with the result that the runtime puts into the task.</summary>
    RuntimeAsync,
}
