namespace MLflow.Tracing.Recording;

/// <summary>A region of code whose traces have something in common, or are not recorded; see <see cref="Mlflow.TracingContext"/>.</summary>
/// <remarks>Left on the flow of control that entered it. Leaving it twice has no effect.</remarks>
internal sealed class ContextScope : IDisposable
{
    private readonly TraceDefaults? _outerDefaults;
    private readonly LiveSpan? _outerSpan;
    private readonly LiveSpan? _ownSpan;
    private readonly bool _changesSpan;
    private bool _isLeft;

    private ContextScope(TraceDefaults defaults, bool? isEnabled)
    {
        _outerDefaults = TraceDefaults.Current;
        _outerSpan = AmbientSpan.Current;
        TraceDefaults.Current = defaults;
        var isDisabledByScope = _outerSpan?.Details?.OuterOfDisabled is not null;
        _changesSpan = isEnabled is not null && isEnabled == isDisabledByScope;
        if (_changesSpan)
        {
            _ownSpan = isDisabledByScope ? _outerSpan!.Details!.OuterOfDisabled!.Span : Disabled(_outerSpan);
            AmbientSpan.Current = _ownSpan;
        }
    }

    /// <summary>Enters a region.</summary>
    public static ContextScope Enter(TraceDefaults defaults, bool? isEnabled) => new(defaults, isEnabled);

    public void Dispose()
    {
        if (_isLeft)
        {
            return;
        }

        _isLeft = true;
        TraceDefaults.Current = _outerDefaults;
        if (_changesSpan && ReferenceEquals(AmbientSpan.Current, _ownSpan))
        {
            AmbientSpan.Current = _outerSpan;
        }
    }

    // A scope inside that enables finds its way back to the span outside.
    private static LiveSpan Disabled(LiveSpan? outer)
    {
        var marker = LiveSpan.CreateMarker();
        marker.EnsureDetails().OuterOfDisabled = new SpanDetails.OuterSpan(outer);
        return marker;
    }
}
