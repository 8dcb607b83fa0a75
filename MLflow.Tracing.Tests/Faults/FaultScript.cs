namespace MLflow.Tracing.Tests.Faults;

/// <summary>What a <see cref="FaultServer"/> does wrong.</summary>
public enum Fault
{
    None,

    /// <summary>Nobody listens.</summary>
    Refuse,

    /// <summary>It goes away and comes back at the same address, perhaps as another version.</summary>
    Restart,

    /// <summary>The connection breaks while the request is sent.</summary>
    Reset,

    /// <summary>No answer comes.</summary>
    Stall,

    /// <summary>The answer takes its time.</summary>
    Slow,

    /// <summary>An error status.</summary>
    Status,

    /// <summary>The same with <c>Retry-After</c>.</summary>
    StatusWithWish,

    /// <summary>The request is stored, and the connection breaks instead of an answer.</summary>
    LoseReply,

    /// <summary>A web page.</summary>
    Garbage,
}

/// <summary>One step of a <see cref="FaultScript"/>.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Requests">With how many requests; the following ones are answered properly.</param>
/// <param name="Status">The status, where one is part of it.</param>
/// <param name="Version">The version after a restart.</param>
/// <param name="After">How many requests are answered properly before.</param>
internal sealed record FaultStep(Fault Fault, int Requests = 1, int Status = 500, string? Version = null, int After = 0);

/// <summary>Steps that a seed decides.</summary>
internal static class FaultScript
{
    /// <summary>The versions that differ in what they take.</summary>
    public static readonly string[] Versions = ["3.2.0", "3.4.0", "3.6.0", "3.7.0", "3.11.1"];

    private static readonly int[] s_statuses = [401, 408, 422, 429, 500, 502, 503, 504];

    public static IReadOnlyList<FaultStep> Create(int seed, int steps)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, steps).Select(_ => Step(random))];
    }

    private static FaultStep Step(Random random)
    {
        var fault = (Fault)random.Next(Enum.GetValues<Fault>().Length);
        var requests = fault == Fault.Stall ? 1 : random.Next(1, 12);
        return new FaultStep(fault, requests, s_statuses[random.Next(s_statuses.Length)], Versions[random.Next(Versions.Length)]);
    }
}
