using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>A static method that makes the outputs of a traced sequence from all of its items.</summary>
/// <param name="Method">The method, as the iterator refers to it.</param>
/// <param name="Result">Its result's type.</param>
internal sealed record OutputReducer(MethodReference Method, TypeReference Result);
