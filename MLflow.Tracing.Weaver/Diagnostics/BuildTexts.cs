namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>What keeps a build from weaving at all.</summary>
internal static class BuildTexts
{
    public static DiagnosticText CoreIsNotReferenced()
        => Error(
            "MLT080",
            "The project does not reference MLflow.Tracing.Core, which woven code calls.",
            "Reference the package MLflow.Tracing.Core, or MLflow.Tracing.Fody without excluding its dependencies.");

    public static DiagnosticText MalformedFile(string problem) => Error("MLT081", $"The file is not well-formed XML: {problem}", "Correct the markup.");

    public static DiagnosticText MalformedProperty(string problem)
        => Error("MLT081", $"The property WeaverConfiguration is not well-formed XML: {problem}", "Correct the markup.");

    public static DiagnosticText UnreadableFile(string problem) => Error("MLT081", $"The file cannot be read: {problem}", "Give the build access to it.");

    public static DiagnosticText WeaverFailed(string assembly, string problem)
        => Error(
            "MLT082",
            $"The weaver of MLflow.Tracing failed on {assembly}, which was not written: {problem}",
            "Build with -p:DisableFody=true to go on without tracing, and report the details that -v:normal shows.");

    private static DiagnosticText Error(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Error, cause, remedy);
}
