namespace MLflow.Tracing;

/// <summary>Keeps the weaver away from the member, or from every member of the type, it stands on, whatever the rules say.</summary>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface
    | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property,
    Inherited = false)]
public sealed class NoTraceAttribute : Attribute;
