using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>What a server takes, by its version and by what it has refused so far (protocol 3.1, 3.4, 3.5).</summary>
internal sealed record ServerFeatures
{
    /// <summary>Nothing is known: everything is tried that an old server refuses without harm, and nothing else.</summary>
    public static ServerFeatures Unknown { get; } = new();

    /// <summary>StartTraceV3 (MLflow 3.2); otherwise the two calls of V2.</summary>
    public bool HasTraceV3 { get; init; } = true;

    /// <summary>Spans by OTLP (3.4, with a database); otherwise <c>traces.json</c>.</summary>
    public bool HasOtlp { get; init; } = true;

    /// <summary>Spans of several traces in one OTLP request (3.6).</summary>
    public bool MixesTraces { get; init; }

    /// <summary>Compressed OTLP (3.7). Before, the header was ignored and the body misread.</summary>
    public bool TakesGzip { get; init; }

    /// <summary>
    /// Whether <c>traces.json</c> goes beside OTLP. Servers 3.6.0 to 3.7.0rc look for the spans of every started trace in their database, so there the OTLP push is what makes
    /// a trace visible, and <c>traces.json</c> instead of it would show an empty one. The copy is for those who read such a server's traces as artifacts: clients before 3.6.
    /// </summary>
    public bool WantsCopy { get; init; }

    /// <summary>What a version takes.</summary>
    /// <param name="version"><see langword="null"/> when the server does not tell.</param>
    public static ServerFeatures Of(ServerVersion? version) => version is not { } known ? Unknown : new ServerFeatures
    {
        HasTraceV3 = known.IsAtLeast(3, 2),
        HasOtlp = known.IsAtLeast(3, 4),
        MixesTraces = known.IsAtLeast(3, 6),
        TakesGzip = known.IsAtLeast(3, 7),
        WantsCopy = known.IsAtLeast(3, 6) && !known.IsAtLeast(3, 7),
    };
}
