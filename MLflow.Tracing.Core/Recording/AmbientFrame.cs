namespace MLflow.Tracing.Recording;

/// <summary>What <see cref="AmbientSpan.Enter"/> replaced.</summary>
/// <param name="Previous">The ambient span before.</param>
/// <param name="Outer">The execution context before, where contexts can be put back.</param>
/// <param name="Inner">The execution context that holds the new ambient span, if one could be captured.</param>
internal readonly record struct AmbientFrame(LiveSpan? Previous, ExecutionContext? Outer, ExecutionContext? Inner);
