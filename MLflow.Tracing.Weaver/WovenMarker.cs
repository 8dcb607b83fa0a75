using Mono.Cecil;

namespace MLflow.Tracing.Weaver;

/// <summary>What an earlier weave wrote on an assembly.</summary>
/// <param name="EngineVersion">The engine that wove it.</param>
/// <param name="ConfigurationHash">The configuration it was woven with.</param>
internal sealed record WovenMarker(string EngineVersion, string ConfigurationHash)
{
    private const string Attribute = "MLflow.Tracing.Woven.WovenAttribute";

    /// <summary>Reads the marker; <see langword="null"/> when the assembly was not woven.</summary>
    public static WovenMarker? On(AssemblyDefinition assembly)
        => assembly.CustomAttributes.FirstOrDefault(static candidate => candidate.AttributeType.FullName == Attribute) is { } attribute
            ? new WovenMarker(ArgumentAt(attribute, 0), ArgumentAt(attribute, 1))
            : null;

    // A marker of a form we do not know was written by another engine, and differs from ours as it should.
    private static string ArgumentAt(CustomAttribute attribute, int index)
        => index < attribute.ConstructorArguments.Count && attribute.ConstructorArguments[index].Value is string text ? text : "unknown";
}
