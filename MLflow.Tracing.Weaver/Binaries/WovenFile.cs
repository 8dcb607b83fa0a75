using MLflow.Tracing.Weaver.Reporting;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>What became of a file, in memory: nothing is written here.</summary>
/// <param name="Path">The file.</param>
/// <param name="Report">What was done, and why not the rest.</param>
/// <param name="Assembly">The woven assembly; <see langword="null"/> when the file stays as it is.</param>
/// <param name="Symbols">Its symbols, when they are in a file of their own.</param>
internal sealed record WovenFile(string Path, WeavingReport Report, byte[]? Assembly = null, byte[]? Symbols = null)
{
    /// <summary>Where the symbols of an assembly are when they are in a file of their own.</summary>
    public static string SymbolsOf(string path) => System.IO.Path.ChangeExtension(path, ".pdb");

    public bool HasErrors => Report.Diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The same file, left as it was after all.</summary>
    /// <param name="note">Why, as the report's <see cref="WeavingReport.Note"/>.</param>
    public WovenFile Withheld(string note) => this with { Assembly = null, Symbols = null, Report = Report with { Note = note, Methods = [] } };
}
