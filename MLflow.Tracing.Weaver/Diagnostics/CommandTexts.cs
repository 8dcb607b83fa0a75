namespace MLflow.Tracing.Weaver.Diagnostics;

/// <summary>What the command <c>mlflow-tracing</c> has to say about files, folders and servers.</summary>
internal static class CommandTexts
{
    /// <summary>The one that decides about the command's exit code.</summary>
    public const string NotVerifiedId = "MLT098";

    public static DiagnosticText NoStore(string folder) => Error("MLT073", $"There is no folder '{folder}' to read traces from.", "Name the one that they are stored in, as in MLFLOW_TRACKING_URI=file:FOLDER; the default is mlflow-traces.");

    public static DiagnosticText NoStoreAddress(string problem) => Error("MLT073", $"There is nowhere to read traces from: {problem}", "Name a folder, or file:FOLDER.");

    public static DiagnosticText NoServer(string problem) => Error("MLT074", $"There is nowhere to deliver to: {problem}", "Name the server: --to http://HOST:PORT, or --to databricks.");

    public static DiagnosticText UnusableServer(string problem) => Error("MLT074", $"The server cannot be asked with these settings: {problem}", "Correct the variable of the environment that is meant, as docs/environment.md has it.");

    public static DiagnosticText NoNotes(string problem)
        => Error("MLT075", $"It cannot be noted beside the traces which of them are delivered: {problem}", "Wait until no other push is at work, give this user access to the folder, or free space on its disk.");

    public static DiagnosticText ForElsewhere(string folder, string server)
        => Warning("MLT076", $"The traces in '{folder}' were meant for another destination than {server}, and stay there.", "To deliver them to this one, name that folder in place of the spool.");

    public static DiagnosticText HeldFiles(string files, string folder)
        => Warning("MLT077", $"{files} file(s) in '{folder}' belong to programs that are running, and are left to them.", "Nothing need be done: they deliver their traces, and what they leave can be pushed when they have ended.");

    public static DiagnosticText NoSuchPath(string path) => Error("MLT084", $"There is no file or folder '{path}'.", "Name a folder, an assembly, or a pattern such as 'publish/**/Contoso.*.dll'.");

    public static DiagnosticText NoConfiguration(string problem) => Error("MLT085", $"The configuration cannot be read: {problem}", "Name a file with <Weavers><MLflow.Tracing>…</MLflow.Tracing></Weavers>.");

    public static DiagnosticText NoKey(string file) => Error("MLT086", $"'{file}' holds no pair of keys.", "Name the .snk file that the assemblies were signed with.");

    public static DiagnosticText OldDependency(string file, string present, string needed)
        => Error("MLT087", $"'{file}' is version {present}, and the tracing library needs {needed}; nothing in its folder was woven.", "Try the newer version in the program itself, or let the command bring it: --upgrade-dependencies.");

    public static DiagnosticText NotWritten(string problem) => Error("MLT088", $"The folder was left as it is, because not all of it can be written: {problem}", "Free space on the disk, end programs that use the files, or give this user access.");

    public static DiagnosticText DamagedDeps(string problem) => Error("MLT089", $"The list of the program's libraries cannot be read, and nothing in its folder was woven: {problem}", "Publish the program again.");

    public static DiagnosticText Stopped()
        => Warning("MLT079", "Stopped: each folder is woven as a whole, or as it was.", "Run the command again to weave the rest.");

    public static DiagnosticText NotVerified(string finding)
        => Error(NotVerifiedId, $"What was woven does not verify, and nothing in its folder was changed: {finding}", "Exclude the method, and report it with the assembly to the project.");

    public static DiagnosticText NoReport(string file, string problem) => Error("MLT099", $"The report '{file}' cannot be written, and nothing was done: {problem}", "Name a file in a folder that exists.");

    private static DiagnosticText Warning(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Warning, cause, remedy);

    private static DiagnosticText Error(string id, string cause, string remedy) => new(id, DiagnosticSeverity.Error, cause, remedy);
}
