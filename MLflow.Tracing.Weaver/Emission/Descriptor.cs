using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>The static field that holds one woven method's <c>TraceSite</c>. Woven code may refer to it before it is part of the module.</summary>
internal sealed record Descriptor(FieldDefinition Field);
