using System.Reflection;
using MLflow.Tracing.Weaver.Diagnostics;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver;

/// <summary>The run-time library as the woven project references it.</summary>
internal static class CoreAssembly
{
    /// <summary>Its simple name. Fody resolves by simple name among the project's references, used by the compiler or not.</summary>
    public const string Name = "MLflow.Tracing.Core";

    /// <summary>What to say when it is not among them.</summary>
    public static WeaverDiagnostic Missing(string projectFile) => BuildTexts.CoreIsNotReferenced().At(projectFile);

    /// <summary>What to say when it is of another release than the weaver; null when it is not.</summary>
    public static WeaverDiagnostic? OfAnotherRelease(AssemblyDefinition core, string projectFile)
    {
        var version = core.CustomAttributes.FirstOrDefault(static attribute => attribute.AttributeType.FullName == typeof(AssemblyInformationalVersionAttribute).FullName)?.ConstructorArguments[0].Value as string;
        return EngineVersion.WithoutBuildMetadata(version) is { } release && release != EngineVersion.Current
            ? BuildTexts.MixedVersions(release, EngineVersion.Current).At(projectFile)
            : null;
    }
}
