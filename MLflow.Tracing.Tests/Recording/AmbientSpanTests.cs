using MLflow.Tracing.Recording;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class AmbientSpanTests
{
    private static readonly AsyncLocal<string?> s_usersOwn = new();
    private static readonly TraceSite s_site = new("work", SpanType.Tool, "Tests.Work", string.Empty, TraceSiteFlags.None);

    [TestMethod]
    public void What_the_body_sets_in_other_ambient_values_reaches_its_caller()
    {
        using var session = new RecordingSession();
        using var outer = Mlflow.StartActiveSpan("outer");

        var scope = Enter();
        s_usersOwn.Value = "set inside";
        scope.Complete();

        Assert.AreEqual("set inside", s_usersOwn.Value);
        Assert.AreSame(outer, Mlflow.CurrentSpan);
        s_usersOwn.Value = null;
    }

    [TestMethod]
    public void Suppressed_flow_stays_suppressed_and_the_span_is_left()
    {
        using var session = new RecordingSession();
        using (ExecutionContext.SuppressFlow())
        {
            var scope = Enter();
            Assert.IsNotNull(Mlflow.CurrentSpan);
            scope.Complete();

            Assert.IsTrue(ExecutionContext.IsFlowSuppressed());
            Assert.IsNull(Mlflow.CurrentSpan);
        }
    }

    [TestMethod]
    public void Span_that_the_body_left_ambient_on_purpose_stays_ambient()
    {
        using var session = new RecordingSession();

        var scope = Enter();
        var left = Mlflow.StartActiveSpan("left open");
        scope.Complete();

        Assert.AreSame(left, Mlflow.CurrentSpan);
        left.Dispose();
        AmbientSpan.Current = null;
    }

    [TestMethod]
    public async Task Work_forked_inside_a_call_keeps_its_span_as_parent()
    {
        using var session = new RecordingSession();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var scope = Enter();
        var forked = Task.Run(async () =>
        {
            await release.Task;
            Mlflow.StartSpan("forked").End();
        });
        var open = Mlflow.StartSpan("keeps the trace open");
        scope.Complete();
        Assert.IsNull(Mlflow.CurrentSpan);
        release.SetResult();
        await forked;
        open.End();

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual(trace.SpanNamed("work").SpanId, trace.SpanNamed("forked").ParentId);
    }

    private static TraceScope Enter()
    {
        var scope = default(TraceScope);
        Assert.IsTrue(scope.Begin(s_site));
        scope.Start();
        return scope;
    }
}
