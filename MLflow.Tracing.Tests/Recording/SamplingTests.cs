using MLflow.Tracing.Recording;
using MLflow.Tracing.Tests.Weaving;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class SamplingTests
{
    private static readonly TraceSite s_outer = new("outer", SpanType.Chain, "Tests.Outer", string.Empty, TraceSiteFlags.None);
    private static readonly TraceSite s_inner = new("inner", SpanType.Tool, "Tests.Inner", string.Empty, TraceSiteFlags.None);

    [TestMethod]
    public void Sampler_records_the_share_of_trace_ids_below_its_bound()
    {
        var sampler = new TraceSampler(0.25);

        Assert.IsTrue(sampler.IsRecorded(0));
        Assert.IsTrue(sampler.IsRecorded(ulong.MaxValue / 4 - 10_000));
        Assert.IsFalse(sampler.IsRecorded((ulong.MaxValue / 4) + 10_000));
        Assert.IsTrue(new TraceSampler(1).IsRecorded(ulong.MaxValue));
        Assert.IsFalse(new TraceSampler(0).IsRecorded(0));
    }

    [TestMethod]
    public async Task Children_follow_a_root_that_was_left_out_and_the_ambient_value_is_put_back()
    {
        using var session = new RecordingSession(options => options.SamplingRatio = 0);

        var outer = default(TraceScope);
        Assert.IsFalse(outer.Begin(s_outer));
        var inner = default(TraceScope);
        Assert.IsFalse(inner.Begin(s_inner));
        Assert.IsTrue(AmbientSpan.Current!.IsMarker);
        inner.Complete();
        outer.Complete();

        Assert.IsNull(AmbientSpan.Current);
        Assert.IsEmpty(await session.TracesAsync());
    }

    [TestMethod]
    public async Task A_share_of_many_traces_is_recorded_whole()
    {
        using var session = new RecordingSession(options =>
        {
            options.SamplingRatio = 0.5;
            options.MaxQueueSize = 10_000;
        });

        for (var i = 0; i < 2_000; i++)
        {
            using var root = Mlflow.StartActiveSpan("root");
            using var child = Mlflow.StartActiveSpan("child");
        }

        var traces = await session.TracesAsync();
        Assert.IsInRange(800, 1_200, traces.Count);
        Assert.IsTrue(traces.All(trace => trace.Spans.Count == 2));
    }

    [TestMethod]
    public async Task Ratio_of_a_woven_method_decides_for_the_traces_that_it_begins_and_for_no_others()
    {
        var woven = WovenSource.Load("""
            using System.Collections.Generic;
            public static class Health
            {
                [Trace(SamplingRatio = 0)] public static int Check() => Probe();
                [Trace(SamplingRatio = 0)] public static async Task<int> CheckAsync() { await Task.Yield(); return Probe(); }
                [Trace(SamplingRatio = 0)] public static IEnumerable<int> Checks() { yield return Probe(); }
                [Trace] private static int Probe() => 1;
            }
            """);
        using var session = new RecordingSession();

        await CheckAsync();
        using (Mlflow.StartActiveSpan("root"))
        {
            await CheckAsync();
        }

        var spans = (await session.SingleTraceAsync()).Spans;
        CollectionAssert.AreEquivalent(new[] { "root", "Check", "CheckAsync", "Checks", "Probe", "Probe", "Probe" }, spans.Select(span => span.Name).ToArray());

        async Task CheckAsync()
        {
            woven.Call("Health", "Check");
            await (Task)woven.Call("Health", "CheckAsync")!;
            Assert.AreEqual(1, ((IEnumerable<int>)woven.Call("Health", "Checks")!).Single());
        }
    }
}
