using System.Collections.Concurrent;
using System.Diagnostics;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing;

/// <summary>
/// The one place where the tracing library complains about itself: what was dropped, skipped, ignored or failed, counted by id.
/// Each is written to standard error, at most once an id in 30 seconds, unless <see cref="Output"/> says otherwise.
/// </summary>
/// <remarks>Thread-safe; never throws.</remarks>
/// <example>
/// <code>
/// foreach (var (id, count) in Mlflow.Diagnostics.Counts)
/// {
///     Console.WriteLine($"{id}: {count}");
/// }
/// </code>
/// </example>
public sealed class TracingDiagnostics
{
    private const int QuietSeconds = 30;

    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    private TextWriter? _output;
    private bool _hasOwnOutput;

    /// <summary>Raised for every complaint, on the thread that met it. What a handler throws is swallowed.</summary>
    public event Action<TracingDiagnostic>? Reported;

    /// <summary>Where complaints are written; <see langword="null"/> silences them. Default: standard error.</summary>
    public TextWriter? Output
    {
        // Asked for only when there is something to write: a program that does not trace does not open its console for it.
        get => _hasOwnOutput ? _output : Console.Error;
        set => (_output, _hasOwnOutput) = (value, true);
    }

    /// <summary>How often each id was reported, or how many things it stands for (dropped spans, say).</summary>
    public IReadOnlyDictionary<string, long> Counts
        => _tallies.ToDictionary(pair => pair.Key, pair => pair.Value.Count, StringComparer.Ordinal);

    /// <summary>How often <paramref name="id"/> was reported.</summary>
    public long CountOf(string id) => _tallies.TryGetValue(id, out var tally) ? tally.Count : 0;

    internal void Report(Complaint complaint, Exception? exception = null, long count = 1)
    {
        var (id, message) = (complaint.Id, complaint.Message);
        var outer = UserCallback.Enter();
        try
        {
            var tally = _tallies.GetOrAdd(id, static _ => new Tally());
            tally.Add(count);
            if (tally.MayPrint())
            {
                Output?.WriteLine($"MLflow.Tracing {id}: {message}");
            }

            Reported?.Invoke(new TracingDiagnostic(id, message, exception));
        }
#pragma warning disable CA1031 // the last resort: a complaint that cannot be made must not harm the program
        catch (Exception)
#pragma warning restore CA1031
        {
            Debug.WriteLine($"MLflow.Tracing {id}: {message}");
        }
        finally
        {
            UserCallback.Exit(outer);
        }
    }

    private sealed class Tally
    {
        private long _count;
        private long _quietUntil = long.MinValue;

        public long Count => Interlocked.Read(ref _count);

        public void Add(long count) => Interlocked.Add(ref _count, count);

        public bool MayPrint()
        {
            var now = Stopwatch.GetTimestamp();
            var quietUntil = Interlocked.Read(ref _quietUntil);
            return now >= quietUntil
                && Interlocked.CompareExchange(ref _quietUntil, now + (QuietSeconds * Stopwatch.Frequency), quietUntil) == quietUntil;
        }
    }
}
