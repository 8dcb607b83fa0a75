using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture;

/// <summary>The time that looking at one value may take. The clock is cheap but not free: it is read once in some steps.</summary>
internal struct TimeBudget
{
    private const int StepsBetweenReads = 8;
    private const int Endless = int.MaxValue;

    private readonly int _milliseconds;
    private int _start;
    private int _steps;

    private TimeBudget(int milliseconds)
    {
        _milliseconds = milliseconds;
        _start = milliseconds == Endless ? 0 : Environment.TickCount;
    }

    /// <summary>For a value that nobody waits for.</summary>
    public static TimeBudget None => new(Endless);

    public bool IsSpent { get; private set; }

    public static TimeBudget Of(int milliseconds) => new(milliseconds);

    /// <summary>One step more.</summary>
    /// <returns>Whether it may not be taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step() => (++_steps >= StepsBetweenReads && Read()) || IsSpent;

    /// <summary>Reads the clock at the next step: something slow is about to happen.</summary>
    public void ExpectSlowness() => _steps = StepsBetweenReads;

    /// <summary>Starts anew: a type was met for the first time, and what that costs says nothing about the value.</summary>
    public void Restart() => _start = _milliseconds == Endless ? 0 : Environment.TickCount;

    private bool Read()
    {
        _steps = 0;
        return IsSpent |= _milliseconds != Endless && unchecked(Environment.TickCount - _start) >= _milliseconds;
    }
}
