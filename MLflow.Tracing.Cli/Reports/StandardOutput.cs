namespace MLflow.Tracing.Cli.Reports;

/// <summary>Reports on standard output, which flushes after every write: they are written in one piece.</summary>
internal static class StandardOutput
{
    public static void Write(TextWriter output, Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        output.Write(text.ToString());
    }
}
