namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>Why an assembly as a whole is left as it is.</summary>
internal static class AssemblyTexts
{
    public static DiagnosticText AlreadyWoven(string assembly)
        => Information("MLT065", $"{assembly} is already woven with this configuration and was left as it is.", "");

    public static DiagnosticText WovenOtherwise(string assembly, string engine)
        => Error(
            "MLT066",
            $"{assembly} was already woven by engine {engine} with another configuration, and cannot be woven again.",
            "Weave the assembly as the compiler wrote it: build with --no-incremental, or take the unwoven file.");

    public static DiagnosticText SwitchedOff(string assembly)
        => Information("MLT067", $"{assembly} is not woven: Enabled is false.", "It comes from <MLflow.Tracing>, the property MLflowTracingEnabled or the environment variable MLFLOW_TRACING_WEAVE; set it to true to weave again.");

    public static DiagnosticText ReferenceAssembly(string assembly)
        => Information("MLT068", $"{assembly} is a reference assembly, which never runs, and was left as it is.", "");

    public static DiagnosticText TracingLibrary(string assembly)
        => Information("MLT068", $"{assembly} is the tracing library itself and was left as it is.", "");

    public static DiagnosticText NothingSelected(string assembly)
        => Information("MLT069", $"{assembly} has no method to trace and was left as it is; run-time defaults were not written.", "Add an <Include> to <MLflow.Tracing> in FodyWeavers.xml, or [Trace] to a method.");

    public static DiagnosticText Netmodule(string module)
        => Information("MLT068", $"{module} is a netmodule, which has no place for what weaving adds, and was left as it is.", "Weave the assembly that it is linked into.");

    public static DiagnosticText NoLlmCalls(string assembly, string platform)
        => new(
            "MLT054",
            DiagnosticSeverity.Warning,
            $"TraceLlmCalls has no effect on {assembly}, which is built for {platform}: calls of language models are recorded on .NET 8 and later.",
            "Build the program for .NET 8 or later, or trace the methods that call models.");

    public static DiagnosticText CoreDoesNotFit(string version, string missing, string engine)
        => Error("MLT083", $"MLflow.Tracing.Core {version} has no {missing}, which code woven by engine {engine} calls.", "Reference the version of MLflow.Tracing.Core that belongs to the weaver.");

    private static DiagnosticText Information(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Information, cause, remedy);

    private static DiagnosticText Error(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Error, cause, remedy);
}
