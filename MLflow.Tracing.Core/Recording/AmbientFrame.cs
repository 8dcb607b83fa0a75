namespace MLflow.Tracing.Recording;

/// <summary>What <see cref="AmbientSpan.Enter"/> replaced.</summary>
/// <param name="Outer">The execution context before, or, where contexts cannot be put back, the ambient span before.</param>
/// <param name="Inner">The execution context that holds the new ambient span, if one could be captured.</param>
internal readonly record struct AmbientFrame(object? Outer, ExecutionContext? Inner);
