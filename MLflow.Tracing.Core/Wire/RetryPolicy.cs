using System.Diagnostics;

namespace MLflow.Tracing.Wire;

/// <summary>When a request is sent again (protocol 3.7): after a failed connection, a time-out, or one of a few statuses, a few times, later and later.</summary>
/// <remarks>Immutable. Thread-safe as long as <see cref="Jitter"/> and <see cref="Wait"/> are.</remarks>
internal sealed record RetryPolicy
{
    private const int Timeout = 408;
    private const int TooManyRequests = 429;

    /// <summary>The usual one: at most five tries within about 4 s.</summary>
    public static RetryPolicy Default { get; } = For(new MlflowOptions());

    /// <summary>One try.</summary>
    public static RetryPolicy Never { get; } = Default with { MaxRetries = 0 };

    /// <summary>Tries after the first one.</summary>
    public required int MaxRetries { get; init; }

    /// <summary>The pause before the first retry; each further one is twice as long.</summary>
    public required TimeSpan FirstPause { get; init; }

    /// <summary>No try begins later than that after the first one of the same trace, so that a server that answers nothing costs a bounded time.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Whether a pause is as long as the server asks for.</summary>
    public required bool RespectsRetryAfter { get; init; }

    /// <summary>How much longer a pause of a certain length is: clients that failed together should not come back together.</summary>
    public required Func<TimeSpan, TimeSpan> Jitter { get; init; }

    /// <summary>The statuses after which a request is sent again (0: there was no answer), where they are not the usual ones.</summary>
    public IReadOnlyCollection<int>? RetriedStatuses { get; init; }

    /// <summary>Makes the pause.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>The clock that <see cref="Window"/> and the pauses of a <see cref="CircuitBreaker"/> are measured with. It only moves on.</summary>
    public Func<TimeSpan> Now { get; init; } = static () => TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);

    public static RetryPolicy For(MlflowOptions options)
    {
        var jitter = options.HttpRequestBackoffJitter;
        return new RetryPolicy
        {
            MaxRetries = options.HttpRequestMaxRetries,
            FirstPause = options.HttpRequestBackoff,
            Window = options.RetryTimeout,
            RespectsRetryAfter = options.HttpRespectRetryAfterHeader,
            Jitter = pause => Part(jitter ?? Part(pause, 0.25), s_random.Value!.NextDouble()),
        };
    }

    /// <summary>Whether the same request may succeed a little later.</summary>
    /// <param name="status">The HTTP status; 0 when there was no answer.</param>
    public static bool IsWorthRetrying(int status) => status is 0 or Timeout or TooManyRequests or 500 or 502 or 503 or 504;

    /// <summary>Whether this policy sends the request again after that status.</summary>
    public bool Retries(int status) => RetriedStatuses?.Contains(status) ?? IsWorthRetrying(status);

    /// <summary>The pause before the next try.</summary>
    /// <param name="retry">1 before the first retry.</param>
    /// <param name="elapsed">The time since the first try for the same trace began.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    /// <returns><see langword="null"/> when there is to be no next try.</returns>
    public TimeSpan? PauseBefore(int retry, TimeSpan elapsed, TimeSpan? retryAfter)
    {
        if (retry > MaxRetries)
        {
            return null;
        }

        var own = Part(FirstPause, Math.Pow(2, retry - 1));
        own += Jitter(own);
        var pause = RespectsRetryAfter && retryAfter > own ? retryAfter.Value : own;
        return elapsed + pause <= Window ? pause : null;
    }

    private static TimeSpan Part(TimeSpan whole, double factor) => TimeSpan.FromTicks((long)(whole.Ticks * factor));

    private static readonly ThreadLocal<Random> s_random = new(static () => new Random());
}
