using System.Globalization;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>Made-up traces.</summary>
internal static class SampleTrace
{
    /// <summary>2026-11-22T21:19:16Z.</summary>
    public const long StartNs = 1_795_382_356_000_000_000;

    /// <summary>A trace with one span.</summary>
    /// <param name="number">Decides its ids.</param>
    /// <param name="attributes">Name and JSON text of further attributes.</param>
    public static Trace Create(int number = 1, params (string Name, string Json)[] attributes)
    {
        var root = CreateSpan(number, "answer", 1, null, attributes);
        return new Trace(
            new TraceInfo
            {
                TraceId = root.TraceId,
                RequestTimeUnixNs = root.StartTimeUnixNs,
                ExecutionDurationNs = root.EndTimeUnixNs - root.StartTimeUnixNs,
                State = TraceState.Ok,
                Metadata = new Dictionary<string, string> { ["mlflow.trace_schema.version"] = "3" },
                Tags = new Dictionary<string, string> { ["mlflow.traceName"] = "answer" },
            },
            [root]);
    }

    /// <summary>A span of trace <paramref name="trace"/> that took 13 ms.</summary>
    public static Span CreateSpan(int trace, string name, int number, int? parent, params (string Name, string Json)[] attributes) => new()
    {
        TraceId = "tr-" + trace.ToString("x32", CultureInfo.InvariantCulture),
        SpanId = number.ToString("x16", CultureInfo.InvariantCulture),
        ParentId = parent?.ToString("x16", CultureInfo.InvariantCulture),
        Name = name,
        StartTimeUnixNs = StartNs,
        EndTimeUnixNs = StartNs + 13_000_000,
        Status = new SpanStatus(SpanStatusCode.Ok),
        Attributes = attributes
            .Prepend(("mlflow.traceRequestId", $"\"tr-{trace.ToString("x32", CultureInfo.InvariantCulture)}\""))
            .ToDictionary(attribute => attribute.Item1, attribute => attribute.Item2),
    };
}
