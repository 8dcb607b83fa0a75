namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>With which clauses woven code learns of exceptions.</summary>
internal enum ExceptionHooks
{
    /// <summary>A filter that declines and a fault block: the exception is never caught, debuggers and crash dumps see where it was thrown.</summary>
    Filter,

    /// <summary>A catch block that throws on, for hosts without filters (B18).</summary>
    Catch,
}
