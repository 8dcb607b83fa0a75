using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>What a span has seen is worked out when somebody reads the span, and not before.</summary>
[TestClass]
public sealed class DeferredContentTests
{
    [TestMethod]
    public async Task It_is_worked_out_for_the_exporter_and_not_by_who_ends_the_span()
    {
        using var session = new RecordingSession();
        var seen = new Seen();
        var span = Mlflow.StartSpan("call");
        span.Defer(seen);

        seen.Ending = Environment.CurrentManagedThreadId;
        span.End();
        seen.Ending = null;

        var recorded = (await session.SingleTraceAsync()).Spans.Single();
        Assert.IsFalse(seen.HasHeldUp);
        Assert.AreEqual(("\"seen\"", "1"), (recorded.Attributes["mlflow.spanOutputs"], recorded.Attributes["count"]));
        Assert.AreEqual(SpanStatusCode.Error, recorded.Status.Code);
    }

    [TestMethod]
    public async Task Processors_and_readers_of_an_ended_span_see_it()
    {
        string? processed = null;
        using var session = new RecordingSession(options => options.SpanProcessors.Add(span => processed ??= span.Outputs));
        var seen = new Seen();
        using (Mlflow.StartActiveSpan("root"))
        {
            var span = Mlflow.StartSpan("call", parent: Mlflow.CurrentSpan);
            span.Defer(seen);
            Assert.IsNull(span.Outputs, "While it runs there is more to come.");

            span.End();

            Assert.AreEqual(("\"seen\"", "\"seen\"", "1"), (processed, span.Outputs, span.GetAttribute("count")));
        }

        Assert.AreEqual("\"seen\"", (await session.SingleTraceAsync()).Spans[1].Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual(1, seen.Times);
    }

    [TestMethod]
    public async Task Without_content_nothing_of_it_is_sent()
    {
        using var session = new RecordingSession(options => options.CaptureContent = false);
        var span = Mlflow.StartSpan("call");
        span.Defer(new Seen());

        span.End();

        Assert.IsFalse((await session.SingleTraceAsync()).Spans.Single().Attributes.Values.Any(static value => value.Contains("seen", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Span_that_is_ended_from_outside_says_what_it_has_seen()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("root"))
        {
            Mlflow.StartSpan("call", parent: Mlflow.CurrentSpan).Defer(new Seen());
        }

        var recorded = (await session.SingleTraceAsync()).Spans.Single(static span => span.Name == "call");
        Assert.AreEqual("\"seen\"", recorded.Attributes["mlflow.spanOutputs"]);
        Assert.AreEqual(SpanStatusCode.Error, recorded.Status.Code);
    }

    [TestMethod]
    public void Its_bytes_count_in_the_queue_and_it_is_let_go_with_its_trace()
    {
        using var session = new RecordingSession();
        var seen = new Seen { HeldBytes = 5_000_000 };
        var span = Mlflow.StartSpan("call");
        span.Defer(seen);

        Assert.IsGreaterThan(5_000_000, span.EstimateBytes());
        span.ReleaseValues();

        Assert.IsTrue(seen.IsDiscarded);
        Assert.IsLessThan(5_000, span.EstimateBytes());
        span.End();
        Assert.AreEqual(0, seen.Times);
    }

    private sealed class Seen : IDeferredContent
    {
        public long HeldBytes { get; init; }

        public int Times { get; private set; }

        /// <summary>The thread that ends the span at this moment.</summary>
        public int? Ending { get; set; }

        public bool HasHeldUp { get; private set; }

        public bool IsDiscarded { get; private set; }

        public void AddTo(LiveSpan span)
        {
            HasHeldUp = Ending == Environment.CurrentManagedThreadId;
            span.SetOutputs("seen");
            span.SetAttribute("count", ++Times);
            span.SetStatus(SpanStatusCode.Error, "seen");
        }

        public void Discard() => IsDiscarded = true;
    }
}
