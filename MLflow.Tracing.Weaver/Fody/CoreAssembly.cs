using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Weaver;

/// <summary>The run-time library as the woven project references it.</summary>
internal static class CoreAssembly
{
    /// <summary>Its simple name. Fody resolves by simple name among the project's references, used by the compiler or not.</summary>
    public const string Name = "MLflow.Tracing.Core";

    /// <summary>What to say when it is not among them.</summary>
    public static WeaverDiagnostic Missing(string projectFile) => BuildTexts.CoreIsNotReferenced().At(projectFile);
}
