using System.Threading.Tasks.Sources;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
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
    public void Users_own_change_handlers_hear_of_their_own_changes_only()
    {
        var heard = 0;
        var watched = new AsyncLocal<int>(_ => heard++);
        using var session = new RecordingSession();
        using var outer = Mlflow.StartActiveSpan("outer");

        var scope = Enter();
        watched.Value = 1;
        scope.Complete();

        Assert.AreEqual(1, heard);
        Assert.AreEqual(1, watched.Value);
    }

    [TestMethod]
    public async Task Exporters_do_not_run_in_the_ambient_values_of_who_started_tracing()
    {
        s_usersOwn.Value = "of the starter";
        var seen = new TaskCompletionSource<string?>();
        using var session = new RecordingSession();
        using var runtime = new TracingRuntime(new MlflowOptions(), [new AskingExporter(() => seen.TrySetResult(s_usersOwn.Value))], session.Diagnostics);
        Mlflow.Use(runtime);

        Mlflow.StartSpan("work").End();
        await Mlflow.FlushAsync(TimeSpan.FromSeconds(20));

        Assert.IsNull(await seen.Task);
        s_usersOwn.Value = null;
    }

    [TestMethod]
    public async Task S20_value_task_whose_source_has_moved_on_is_returned_as_it_is()
    {
        using var session = new RecordingSession();
        var stale = new ValueTask<int>(new MovedOnSource(), 7);

        var scope = Enter();
        var returned = scope.CompleteValueTask(stale);

        Assert.AreEqual(stale, returned);
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(async () => await returned);
        Assert.AreEqual(SpanStatusCode.Error, (await session.SingleTraceAsync()).Spans[0].Status.Code);
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

    private sealed class AskingExporter(Action ask) : ITraceExporter
    {
        public Task<ExportResult> ExportAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
        {
            ask();
            return Task.FromResult(new ExportResult(traces.Count, 0));
        }

        public void Dispose()
        {
        }
    }

    private sealed class MovedOnSource : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public int GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
            => _core.OnCompleted(continuation, state, token, flags);
    }
}
