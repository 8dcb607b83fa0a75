using MLflow.Tracing.Model;

namespace MLflow.Tracing.Export;

/// <summary>Prints every finished trace as a tree of its spans.</summary>
/// <remarks>A trace is written in one piece, so that what other threads print stays whole too.</remarks>
internal sealed class ConsoleTreeExporter : ITraceExporter
{
    private readonly Func<(TextWriter Output, TreeStyle Style)> _console;

    /// <summary>Prints to standard output, in the style that it can show at the time.</summary>
    public ConsoleTreeExporter() => _console = static () => (Console.Out, TreeStyle.OfConsole());

    /// <summary>Prints to the given writer.</summary>
    public ConsoleTreeExporter(TextWriter output, TreeStyle style) => _console = () => (output, style);

    public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        var (output, style) = _console();
        foreach (var trace in traces)
        {
            output.Write(TraceTree.Draw(trace, style));
        }

        output.Flush();
        return Task.FromResult(new ExportResult(traces.Count, 0));
    }

    public void Dispose()
    {
    }
}
