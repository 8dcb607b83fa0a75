using MLflow.Tracing.Export.Spooling;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>The traces of one destination in a spool that no running program holds. They are gone from it once they are delivered.</summary>
internal sealed class SpoolPushSource : IPushSource
{
    private readonly string? _experimentName;
    private readonly PushFiling _filing;
    private readonly Spool _spool;
    private bool _isOver;

    /// <param name="spool">Disposed with this.</param>
    /// <param name="experimentName">The experiment of its traces that have no id of one.</param>
    /// <param name="filing">Where the traces go.</param>
    public SpoolPushSource(Spool spool, string? experimentName, PushFiling filing)
    {
        _spool = spool;
        _experimentName = experimentName;
        _filing = filing;
        HeldFiles = spool.ClaimOthers();
        Left = spool.CountLines();
    }

    /// <summary>How many files belong to programs that are running.</summary>
    public int HeldFiles { get; }

    public int Left { get; private set; }

    public PushGroup? TakeNext()
    {
        if (_isOver || _spool.TakeNext() is not { } group)
        {
            Left = _spool.CountLines();
            return null;
        }

        foreach (var delivery in group.Deliveries)
        {
            delivery.Trace = _filing.Apply(delivery.Trace, storedName: null);
        }

        return new PushGroup(group.Deliveries, _filing.NameFor(_experimentName), () => Settle(group));
    }

    public void Dispose() => _spool.Dispose();

    private void Settle(SpooledGroup group)
    {
        _spool.Settle(group);

        // What fails is written again at the end, and comes back: when nothing else is left, each was tried.
        _isOver = group.Left.Count == group.Deliveries.Count;
        Left = group.Left.Count == 0 ? Left - group.Deliveries.Count : _spool.CountLines();
    }
}
