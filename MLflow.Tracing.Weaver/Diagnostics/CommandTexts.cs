namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>What the command <c>mlflow-tracing weave</c> has to say about files and folders.</summary>
internal static class CommandTexts
{
    /// <summary>The one that decides about the command's exit code.</summary>
    public const string NotVerifiedId = "MLT098";

    public static DiagnosticText NoSuchPath(string path) => Error("MLT084", $"There is no file or folder '{path}'.", "Name a folder, an assembly, or a pattern such as 'publish/**/Contoso.*.dll'.");

    public static DiagnosticText NoConfiguration(string problem) => Error("MLT085", $"The configuration cannot be read: {problem}", "Name a file with <Weavers><MLflow.Tracing>…</MLflow.Tracing></Weavers>.");

    public static DiagnosticText NoKey(string file) => Error("MLT086", $"'{file}' holds no pair of keys.", "Name the .snk file that the assemblies were signed with.");

    public static DiagnosticText OldDependency(string file, string present, string needed)
        => Error("MLT087", $"'{file}' is version {present}, and the tracing library needs {needed}; nothing in its folder was woven.", "Try the newer version in the program itself, or let the command bring it: --upgrade-dependencies.");

    public static DiagnosticText NotWritten(string problem) => Error("MLT088", $"The folder was left as it is, because not all of it can be written: {problem}", "Free space on the disk, end programs that use the files, or give this user access.");

    public static DiagnosticText DamagedDeps(string problem) => Error("MLT089", $"The list of the program's libraries cannot be read, and nothing in its folder was woven: {problem}", "Publish the program again.");

    public static DiagnosticText NotVerified(string finding)
        => Error(NotVerifiedId, $"What was woven does not verify, and nothing in its folder was changed: {finding}", "Exclude the method, and report it with the assembly to the project.");

    public static DiagnosticText NoReport(string file, string problem) => Error("MLT099", $"The report '{file}' cannot be written, and nothing was done: {problem}", "Name a file in a folder that exists.");

    private static DiagnosticText Error(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Error, cause, remedy);
}
