using System.Text;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Reports;

/// <summary>The places that reports go to, open from the beginning: a report that nobody can read is noticed before anything is changed.</summary>
internal sealed class OpenReports : IDisposable
{
    private readonly List<(TextWriter Writer, Action<WeaveSummary, int, TextWriter> Write)> _reports = [];
    private readonly List<StreamWriter> _files = [];

    public void Add(TextWriter writer, Action<WeaveSummary, int, TextWriter> write) => _reports.Add((writer, write));

    /// <summary>Opens a file.</summary>
    /// <returns>Why it cannot be written; <see langword="null"/> when it can, or none is asked for.</returns>
    public WeaverDiagnostic? TryOpen(string? path, Action<WeaveSummary, int, TextWriter> write)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            _files.Add(file);
            Add(file, write);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return CommandTexts.NoReport(path, refused.Message).AtNoPlace();
        }
    }

    /// <param name="summary">What was done.</param>
    /// <param name="exitCode">What the command is going to return.</param>
    public void Write(WeaveSummary summary, int exitCode) => _reports.ForEach(report => report.Write(summary, exitCode, report.Writer));

    public void Dispose() => _files.ForEach(static file => file.Dispose());
}
