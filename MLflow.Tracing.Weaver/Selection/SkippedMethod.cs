using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>A method that was asked for and is not woven, and why.</summary>
/// <param name="Method">The method.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Origin">The rule or attribute that asked for it.</param>
internal sealed record SkippedMethod(MethodDefinition Method, SkipReason Reason, SelectionOrigin Origin);
