namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>Why a file cannot be woven because of what it is. The file is left as it is.</summary>
internal static class InputTexts
{
    public static DiagnosticText Unreadable(string problem) => Error("MLT090", $"The file cannot be read: {problem}", "Give the weaver access to it.");

    public static DiagnosticText NoAssembly() => Error("MLT091", "The file is not a .NET assembly.", "Name the .dll of the program; an executable without extension only starts it.");

    public static DiagnosticText Bundle()
        => Error("MLT092", "The file is a single-file bundle, which holds its assemblies inside.", "Weave them before they are bundled: in the build, or between build and publish.");

    public static DiagnosticText MixedMode()
        => Error("MLT093", "The assembly holds native code of its own (C++/CLI), which would be lost.", "Trace the managed assemblies that call it.");

    public static DiagnosticText ReadyToRun()
        => new(
            "MLT094",
            DiagnosticSeverity.Warning,
            "The assembly was compiled ahead of time (ReadyToRun); its native code, which is not traced, is left out, and methods are compiled when they first run.",
            "To keep the start fast, weave in the build, or between build and publish.");

    public static DiagnosticText Damaged(string problem)
        => Error("MLT095", $"The assembly is damaged or changed by a tool so that it cannot be read: {problem}", "Weave the file as the compiler wrote it.");

    public static DiagnosticText Endless()
        => Error("MLT095", "The assembly is damaged or changed by a tool so that reading it does not come to an end.", "Weave the file as the compiler wrote it.");

    public static DiagnosticText ForeignSymbols(string problem)
        => new("MLT096", DiagnosticSeverity.Warning, $"The symbols do not belong to the assembly, or are damaged; it is woven without: {problem}", "Build both again, or delete the symbols.");

    public static DiagnosticText NotSigned(string assembly)
        => new("MLT097", DiagnosticSeverity.Warning, $"{assembly} keeps its strong name, but its signature is no longer valid.", "Sign it with --key, given the file that it was signed with; programs on .NET run all the same.");

    private static DiagnosticText Error(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Error, cause, remedy);
}
