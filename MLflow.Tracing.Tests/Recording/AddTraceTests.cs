using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Finished traces copied into one under way.</summary>
[TestClass]
public sealed class AddTraceTests
{
    [TestMethod]
    public async Task Foreign_trace_comes_below_the_current_span_with_its_times_and_contents()
    {
        using var session = new RecordingSession();
        var foreign = Foreign(("1", null), ("2", "1"));
        using (Mlflow.StartActiveSpan("root"))
        {
            Mlflow.AddTrace(foreign);
            Mlflow.AddTrace(foreign);
        }

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(5, trace.Spans);
        Assert.HasCount(5, trace.Spans.Select(static span => span.SpanId).Distinct().ToArray());
        Assert.AreEqual(2, trace.Spans.Count(span => span.ParentId == trace.Spans[0].SpanId));
        var copy = trace.Spans[1];
        Assert.AreEqual("span 1", copy.Name);
        Assert.AreEqual((101L, 201L), (copy.StartTimeUnixNs, copy.EndTimeUnixNs));
        Assert.AreEqual("{\"q\":1}", copy.Inputs);
        Assert.AreEqual("\"TOOL\"", copy.Attributes[SpanAttributeKey.SpanType]);
        Assert.AreEqual("[1]", copy.Attributes["own"]);
        Assert.AreEqual($"\"{trace.Info.TraceId}\"", copy.Attributes[SpanAttributeKey.TraceId]);
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "why"), copy.Status);
        Assert.AreEqual("happened", copy.Events.Single().Name);
        Assert.AreEqual(copy.SpanId, trace.Spans[2].ParentId);
    }

    [TestMethod]
    public async Task Without_a_current_span_it_becomes_a_trace_of_its_own()
    {
        using var session = new RecordingSession();
        Mlflow.AddTrace(Foreign(("1", null), ("2", "1")));

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(2, trace.Spans);
        Assert.AreEqual("kept", trace.Info.Tags["own"]);
        Assert.AreNotEqual("span 9", trace.Info.Tags[TraceTagKey.TraceName]);
        Assert.AreEqual(101, trace.Info.RequestTimeUnixNs);
    }

    [TestMethod]
    public async Task Parents_that_are_missing_late_or_circular_lose_no_span()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("root"))
        {
            Mlflow.AddTrace(Foreign(("child", "late"), ("late", null), ("a", "b"), ("b", "a"), ("self", "self"), ("orphan", "nowhere")));
        }

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(7, trace.Spans);
        Assert.AreEqual(trace.SpanNamed("span late").SpanId, trace.SpanNamed("span child").ParentId);
        var ids = trace.Spans.Select(static span => span.SpanId).ToHashSet();
        Assert.IsTrue(trace.Spans.Skip(1).All(span => ids.Contains(span.ParentId!)));
    }

    [TestMethod]
    public async Task Span_processors_see_the_copies()
    {
        using var session = new RecordingSession(static options => options.SpanProcessors.Add(static span => span.SetInputs("hidden")));
        Mlflow.AddTrace(Foreign(("1", null)));

        Assert.AreEqual("\"hidden\"", (await session.SingleTraceAsync()).Spans[0].Inputs);
    }

    private static Trace Foreign(params (string Id, string? Parent)[] spans) => new(
        new TraceInfo
        {
            TraceId = "tr-0000000000000000000000000000000f",
            RequestTimeUnixNs = 101,
            ExecutionDurationNs = 100,
            State = TraceState.Error,
            Tags = new Dictionary<string, string> { ["own"] = "kept", [TraceTagKey.TraceName] = "span 9" },
        },
        [
            .. spans.Select(static span => new Span
            {
                TraceId = "tr-0000000000000000000000000000000f",
                SpanId = span.Id,
                ParentId = span.Parent,
                Name = $"span {span.Id}",
                StartTimeUnixNs = 101,
                EndTimeUnixNs = 201,
                Status = new SpanStatus(SpanStatusCode.Error, "why"),
                Attributes = new Dictionary<string, string>
                {
                    [SpanAttributeKey.TraceId] = "\"tr-0000000000000000000000000000000f\"",
                    [SpanAttributeKey.SpanType] = "\"TOOL\"",
                    [SpanAttributeKey.Inputs] = "{\"q\":1}",
                    ["own"] = "[1]",
                },
                Events = [new SpanEvent("happened", 150, new Dictionary<string, string>())],
            }),
        ]);
}
