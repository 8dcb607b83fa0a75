namespace MLflow.Tracing.Wire;

/// <summary>When a request is sent again (protocol 3.7): after a failed connection, a time-out, or one of a few statuses, a few times, later and later.</summary>
/// <remarks>Immutable. Thread-safe as long as <see cref="Jitter"/> and <see cref="Wait"/> are.</remarks>
internal sealed record RetryPolicy
{
    private const int Timeout = 408;
    private const int TooManyRequests = 429;

    /// <summary>The usual one: at most five tries within about 4 s.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>One try.</summary>
    public static RetryPolicy Never { get; } = new() { MaxRetries = 0 };

    /// <summary>Tries after the first one.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The pause before the first retry; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>No try begins later than that after the first one, so that a server that answers nothing costs a bounded time.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much longer a pause is, as a share of itself: clients that failed together should not come back together.</summary>
    public Func<double> Jitter { get; init; } = static () => s_random.Value!.NextDouble() / 4;

    /// <summary>Makes the pause.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Whether the same request may succeed a little later.</summary>
    /// <param name="status">The HTTP status; 0 when there was no answer.</param>
    public static bool IsWorthRetrying(int status) => status is 0 or Timeout or TooManyRequests or 500 or 502 or 503 or 504;

    /// <summary>The pause before the next try.</summary>
    /// <param name="retry">1 before the first retry.</param>
    /// <param name="elapsed">The time since the first try began.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    /// <returns><see langword="null"/> when there is to be no next try.</returns>
    public TimeSpan? PauseBefore(int retry, TimeSpan elapsed, TimeSpan? retryAfter)
    {
        if (retry > MaxRetries)
        {
            return null;
        }

        var own = TimeSpan.FromTicks((long)(FirstPause.Ticks * Math.Pow(2, retry - 1) * (1 + Jitter())));
        var pause = retryAfter > own ? retryAfter.Value : own;
        return elapsed + pause <= Window ? pause : null;
    }

    private static readonly ThreadLocal<Random> s_random = new(static () => new Random());
}
