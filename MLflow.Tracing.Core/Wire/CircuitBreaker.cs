namespace MLflow.Tracing.Wire;

/// <summary>
/// Keeps requests from a server that is down. Once opened, it lets one request through after a pause, as a probe, and refuses the others; each probe that fails makes the next
/// pause twice as long, and the first answer closes it.
/// </summary>
/// <param name="now">A clock that only moves on.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class CircuitBreaker(Func<TimeSpan> now)
{
    /// <summary>The pause before the first probe.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, unless the server asks for a longer one.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>No server may keep traces away for longer by <c>Retry-After</c>.</summary>
    public static readonly TimeSpan LongestWish = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private TimeSpan? _pause;
    private TimeSpan _nextProbe;
    private bool _isProbing;

    /// <summary>Asks for a request to be let through.</summary>
    /// <param name="isProbe">Whether it is a probe; the outcome has to be told in any case.</param>
    /// <param name="untilProbe">How long it takes until the next probe, when the request is refused.</param>
    public bool TryEnter(out bool isProbe, out TimeSpan untilProbe)
    {
        lock (_lock)
        {
            untilProbe = _pause is null ? TimeSpan.Zero : _nextProbe - now();
            isProbe = _pause is not null && untilProbe <= TimeSpan.Zero && !_isProbing;
            _isProbing |= isProbe;
            return _pause is null || isProbe;
        }
    }

    /// <summary>The server has answered.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _pause = null;
            _isProbing = false;
        }
    }

    /// <summary>A probe, or all tries of a request, found no server.</summary>
    /// <param name="isProbe">Whether it was a probe. Others that fail while the breaker is open say nothing new.</param>
    /// <param name="wish">The pause that something in front of the server asks for.</param>
    public void Open(bool isProbe, TimeSpan? wish)
    {
        lock (_lock)
        {
            if (_pause is not null && !isProbe)
            {
                return;
            }

            var pause = _pause is { } before ? Shorter(before + before, LongestPause) : FirstPause;
            _pause = pause;
            _nextProbe = now() + (wish > pause ? Shorter(wish.Value, LongestWish) : pause);
            _isProbing = false;
        }
    }

    /// <summary>A probe was stopped before it found out anything; the next request is one.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _isProbing = false;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
