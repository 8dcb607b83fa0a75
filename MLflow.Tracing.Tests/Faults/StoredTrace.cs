namespace MLflow.Tracing.Tests.Faults;

/// <summary>What a <see cref="FaultServer"/> knows of a trace, in the way of MLflow's database (protocol 9).</summary>
internal sealed class StoredTrace
{
    /// <summary>Whether StartTraceV3 came; from then on spans change nothing but themselves.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether the answer to it went out.</summary>
    public bool IsStartAnswered { get; set; }

    /// <summary>The spans that came by OTLP. One that comes again replaces itself.</summary>
    public HashSet<string> SpanIds { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of spans in <c>traces.json</c>.</summary>
    public int SpansInFile { get; set; }

    /// <summary>Whether the answer to spans went out, whichever way they came.</summary>
    public bool AreSpansAnswered { get; set; }

    /// <summary>Tokens as the server counts them: each push before the start adds them again.</summary>
    public long Tokens { get; private set; }

    /// <summary>Whether the client was told that everything arrived.</summary>
    public bool IsAnswered => IsStartAnswered && AreSpansAnswered;

    public bool IsWhole(int spans) => IsStarted && (SpanIds.Count == spans || SpansInFile == spans);

    public void Start(long tokens)
    {
        IsStarted = true;
        Tokens = tokens;
    }

    public void Push(string spanId, long tokens)
    {
        SpanIds.Add(spanId);
        Tokens += IsStarted ? 0 : tokens;
    }
}
