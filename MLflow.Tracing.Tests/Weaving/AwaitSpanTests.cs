using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Conformance;
using MLflow.Tracing.Tests.Recording;
using Mono.Cecil;
using static MLflow.Tracing.Tests.Weaving.WovenCalls;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>Gate S: the awkward ends and surroundings of async methods.</summary>
[TestClass]
[Gate("S")]
public sealed class AwaitSpanTests
{
    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S3_async_void_is_a_span_until_its_end(string build)
    {
        var context = new CompletionContext();
        SynchronizationContext? outer = SynchronizationContext.Current;
        using var session = new RecordingSession();

        SynchronizationContext.SetSynchronizationContext(context);
        Call(build, "Shapes.Asynchronous", "FireAndForget", new TaskCompletionSource<string>(), "fired");
        SynchronizationContext.SetSynchronizationContext(outer);
        await context.Completed.Task;
        await RunAsync(build, "S3_unhandled_goes_to_the_synchronization_context");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual(SpanStatusCode.Ok, traces[0].SpanNamed("FireAndForget").Status.Code);
        Span unobserved = traces[1].SpanNamed("FailsUnobserved");
        Assert.AreEqual(SpanStatusCode.Error, unobserved.Status.Code);
        Assert.Contains("unobserved", unobserved.Status.Message);
    }

    [TestMethod]
    [DataRow("Debug", false)]
    [DataRow("Release", true)]
    public async Task S5_machine_of_either_kind_is_woven(string configuration, bool isStruct)
    {
        string build = $"Shapes-{configuration}-net10.0";
        using ModuleDefinition module = WovenFixture.Read(Fixture.Named(build).Path);
        TypeDefinition machine = module.GetType("Shapes.Asynchronous").NestedTypes.Single(t => t.Name.StartsWith("<Result>", StringComparison.Ordinal));
        using var session = new RecordingSession();

        await (Task<int>)Call(build, "Shapes.Asynchronous", "Result", 4, "x")!;

        Assert.AreEqual(isStruct, machine.IsValueType);
        Assert.AreEqual("5", (await session.SingleTraceAsync()).SpanNamed("Result").Outputs);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S6_generic_machines_show_the_values_of_their_instantiation(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "S6_generics");

        Trace trace = await session.SingleTraceAsync();
        CollectionAssert.AreEquivalent(new[] { "\"g\"", "5" }, trace.Spans.Where(s => s.Name == "Generic").Select(s => s.Outputs).ToArray());
        Assert.AreEqual("""{"first":1,"ignored":null}""", trace.SpanNamed("Pair").Inputs);
        Assert.AreEqual("""{"Key":1,"Value":"kept"}""", trace.SpanNamed("Pair").Outputs);
        Assert.AreEqual("2.5", trace.SpanNamed("Hold").Outputs);
    }

    [TestMethod]
    [DataRow("Shapes-Release-net10.0")]
    public void S7_call_that_completes_at_once_allocates_nothing_while_tracing_is_off(string build)
    {
        var call = Assembly(build).GetType("Shapes.Asynchronous", throwOnError: true)!.GetMethod("ValueAtOnce")!.CreateDelegate<Func<int, ValueTask<int>>>();
        Assert.IsTrue(IsComplete(call(1)));

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool areComplete = true;
        for (int i = 0; i < 100; i++)
        {
            areComplete &= IsComplete(call(i));
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.IsTrue(areComplete);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S8_S10_exception_before_or_between_awaits_is_the_spans_when_it_leaves(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "S8_throws_before_the_first_await");
        await RunAsync(build, "S10_many_awaits");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual(SpanStatusCode.Error, traces[0].SpanNamed("FaultsFirst").Status.Code);
        Span many = traces[1].SpanNamed("Many");
        Assert.AreEqual(SpanStatusCode.Ok, many.Status.Code);
        Span[] steps = [.. traces[1].Spans.Where(s => s.Name == "Step")];
        Assert.IsTrue(steps.All(s => s.ParentId == many.SpanId));
        Assert.AreEqual(1, steps.Count(s => s.Status.Code == SpanStatusCode.Error));
        Assert.HasCount(23, steps);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S11_cancelled_call_is_no_error_and_says_so(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "S11_cancelled");

        SpanStatus status = (await session.SingleTraceAsync()).SpanNamed("Cancelled").Status;
        Assert.AreEqual(SpanStatusCode.Unset, status.Code);
        Assert.Contains("OperationCanceledException", status.Message);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S15_async_recursion_makes_a_chain_of_parents(string build)
    {
        using var session = new RecordingSession();

        Assert.AreEqual(210, await (Task<int>)Call(build, "Shapes.Asynchronous", "Sum", 20)!);

        Trace trace = await session.SingleTraceAsync();
        Assert.HasCount(21, trace.Spans);
        int depth = 0;
        for (Span? each = trace.Spans.Single(s => s.Outputs == "0"); each is not null; each = trace.ParentOf(each))
        {
            depth++;
        }

        Assert.AreEqual(21, depth);
    }

    [TestMethod]
    [DynamicData(nameof(WovenCalls.Builds), typeof(WovenCalls))]
    public async Task S21_S22_sequence_that_is_not_the_methods_own_is_returned_as_it_is(string build)
    {
        using var session = new RecordingSession();

        await RunAsync(build, "S21_observables");
        await RunAsync(build, "S22_list_stays_a_list");

        IReadOnlyList<Trace> traces = await session.TracesAsync();
        Assert.AreEqual(SpanStatusCode.Ok, traces[0].SpanNamed("Observe").Status.Code);
        Assert.AreEqual("[0,1,2]", traces[1].SpanNamed("List").Outputs);
    }

    private static bool IsComplete(ValueTask<int> task) => task.IsCompletedSuccessfully;

    /// <summary>Hears when an async void method has ended.</summary>
    private sealed class CompletionContext : SynchronizationContext
    {
        public TaskCompletionSource Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void OperationCompleted() => Completed.SetResult();
    }
}
