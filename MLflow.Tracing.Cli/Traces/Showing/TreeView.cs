using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>Each trace as a tree of its spans.</summary>
/// <param name="output">Where to.</param>
/// <param name="style">How it looks.</param>
/// <param name="onSkipped">Gets the file of a trace that cannot be read any more.</param>
internal sealed class TreeView(TextWriter output, TreeStyle style, Action<SkippedLine> onSkipped) : ITraceView
{
    public void Show(IReadOnlyList<TraceEntry> traces, CancellationToken cancellationToken)
    {
        foreach (var trace in traces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draw(trace);
        }
    }

    public void ShowNext(TraceEntry trace, StoredLine line) => Draw(trace);

    public void End(TraceCount count) => output.WriteLine(count);

    private void Draw(TraceEntry entry)
    {
        if (entry.Read(onSkipped) is { } trace)
        {
            output.WriteLine(TraceTree.Draw(trace, style));
        }
    }
}
