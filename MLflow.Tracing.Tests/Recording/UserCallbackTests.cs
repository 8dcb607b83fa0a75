using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class UserCallbackTests
{
    private static readonly TraceSite s_mask = new("mask", SpanType.Tool, "Tests.Mask", string.Empty, TraceSiteFlags.None);

    [TestMethod]
    public async Task Woven_code_that_a_processor_calls_is_not_recorded_and_the_processor_not_called_for_it()
    {
        var calls = 0;
        using var session = new RecordingSession(options => options.SpanProcessors.Add(span =>
        {
            calls++;
            var scope = default(TraceScope);
            Assert.IsFalse(scope.Begin(s_mask));
            scope.Complete();
            span.SetAttribute("masked", true);
        }));

        Mlflow.StartSpan("work").End();

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual(1, calls);
        Assert.AreEqual("true", trace.Spans.Single().Attributes["masked"]);
        Assert.AreEqual(0, session.Diagnostics.CountOf("MLT207"));
    }
}
