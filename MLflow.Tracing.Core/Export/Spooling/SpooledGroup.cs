namespace MLflow.Tracing.Export.Spooling;

/// <summary>The next traces of a <see cref="SpoolFile"/>, to be delivered together.</summary>
/// <param name="file">Where they are.</param>
/// <param name="end">The position after the last one.</param>
internal sealed class SpooledGroup(SpoolFile file, long end)
{
    private readonly List<(Delivery Delivery, bool WasStarted, long Start)> _traces = [];

    public SpoolFile File => file;

    public long End => end;

    public IReadOnlyList<Delivery> Deliveries => [.. _traces.Select(static trace => trace.Delivery)];

    public void Add(Delivery delivery, long start) => _traces.Add((delivery, delivery.IsStarted, start));

    /// <summary>Those that are to be tried again.</summary>
    public IReadOnlyList<Delivery> Left => [.. _traces.Select(static trace => trace.Delivery).Where(static delivery => delivery.Failure is { IsTemporary: true })];

    /// <summary>Where the rest begins, if it is as it was before and nothing in it is done.</summary>
    public bool TryGetUntouchedRest(out long start)
    {
        var first = _traces.FindIndex(static trace => trace.Delivery.Failure is { IsTemporary: true });
        start = first < 0 ? end : _traces[first].Start;
        return first < 0 || _traces.Skip(first).All(static trace => trace.Delivery.Failure is { IsTemporary: true } && trace.Delivery.IsStarted == trace.WasStarted);
    }
}
