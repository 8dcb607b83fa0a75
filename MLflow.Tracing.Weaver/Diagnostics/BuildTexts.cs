namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>What keeps a build from weaving at all.</summary>
internal static class BuildTexts
{
    public static DiagnosticText TooOld(string version, string needed)
        => Error("MLT050", $"MSBuild {version} is too old: MLflow.Tracing.Fody needs {needed}.", "Build with the .NET SDK 6 or newer, or with Visual Studio 2022 or newer; with -p:DisableFody=true nothing is woven.");

    public static DiagnosticText FodyIsMissing()
        => Warning("MLT051", "Fody is not part of this build, so nothing was woven.", "Reference the package Fody, or MLflow.Tracing.Fody without excluding its dependencies.");

    public static DiagnosticText RuntimeIsKeptPrivate(string assets)
        => Warning(
            "MLT052",
            $"This library references MLflow.Tracing.Fody with PrivateAssets=\"{assets}\", so programs that use it do not get MLflow.Tracing.Core, which its woven code calls.",
            "Remove PrivateAssets, or reference the package MLflow.Tracing.Core as well.");

    public static DiagnosticText MixedVersions(string core, string weaver)
        => Warning("MLT053", $"MLflow.Tracing.Core is version {core}, and MLflow.Tracing.Fody version {weaver}; they are tested together only in the same version.", "Reference the same version of both.");

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

    private static DiagnosticText Warning(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Warning, cause, remedy);

    private static DiagnosticText Error(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Error, cause, remedy);
}
