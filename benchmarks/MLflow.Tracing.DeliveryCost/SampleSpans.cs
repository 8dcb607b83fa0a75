using MLflow.Tracing.Model;

namespace MLflow.Tracing.DeliveryCost;

/// <summary>Small spans as a traced function leaves them.</summary>
internal static class SampleSpans
{
    public const string Inputs = """{"question":"What is the capital of France?","top_k":5}""";
    public const string Outputs = """{"answer":"Paris","score":0.93}""";

    public static Trace Trace(int number, int spans)
    {
        Span[] all = [.. Enumerable.Range(1, spans).Select(span => Span(number, span))];
        return new Trace(new TraceInfo { TraceId = all[0].TraceId, RequestTimeUnixNs = all[0].StartTimeUnixNs, ExecutionDurationNs = 13_000_000, State = TraceState.Ok }, all);
    }

    public static Span Span(int trace, int number)
    {
        var traceId = "tr-" + trace.ToString("x32", null);
        return new Span
        {
            TraceId = traceId,
            SpanId = number.ToString("x16", null),
            Name = "answer",
            StartTimeUnixNs = 1_795_382_356_000_000_000,
            EndTimeUnixNs = 1_795_382_356_013_000_000,
            Status = new SpanStatus(SpanStatusCode.Ok),
            Attributes = new Dictionary<string, string>
            {
                [SpanAttributeKey.TraceId] = $"\"{traceId}\"",
                [SpanAttributeKey.SpanType] = "\"TOOL\"",
                [SpanAttributeKey.FunctionName] = "\"Program.Answer\"",
                [SpanAttributeKey.Inputs] = Inputs,
                [SpanAttributeKey.Outputs] = Outputs,
            },
        };
    }
}
