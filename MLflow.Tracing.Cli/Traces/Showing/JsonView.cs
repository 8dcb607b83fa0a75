using MLflow.Tracing.Export;

namespace MLflow.Tracing.Cli.Traces.Showing;

/// <summary>Traces as JSON Lines, as they are stored: a trace with parts has a line for each.</summary>
/// <param name="output">Where to.</param>
/// <param name="onSkipped">Gets the file of a trace that cannot be read any more.</param>
internal sealed class JsonView(TextWriter output, Action<SkippedLine> onSkipped) : ITraceView
{
    public void Show(IReadOnlyList<TraceEntry> traces, CancellationToken cancellationToken)
    {
        foreach (var line in traces.SelectMany(trace => trace.ReadLines(onSkipped)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.WriteLine(line.Text);
        }
    }

    public void ShowNext(TraceEntry trace, StoredLine line) => output.WriteLine(line.Text);

    public void End(TraceCount count)
    {
        // A program reads this, and counts itself.
    }
}
