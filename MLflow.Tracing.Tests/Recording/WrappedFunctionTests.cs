using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary><c>Mlflow.Trace</c>: a delegate of each kind, with none to eight arguments.</summary>
[TestClass]
public sealed class WrappedFunctionTests
{
    [TestMethod]
    public async Task Functions_of_none_to_eight_arguments_record_them_by_name()
    {
        using var session = new RecordingSession();

        Assert.AreEqual(0, Mlflow.Trace(() => 0)());
        Assert.AreEqual(1, Mlflow.Trace((int a) => a)(1));
        Assert.AreEqual(3, Mlflow.Trace((int a, int b) => a + b)(1, 2));
        Assert.AreEqual(6, Mlflow.Trace((int a, int b, int c) => a + b + c)(1, 2, 3));
        Assert.AreEqual(10, Mlflow.Trace((int a, int b, int c, int d) => a + b + c + d)(1, 2, 3, 4));
        Assert.AreEqual(15, Mlflow.Trace((int a, int b, int c, int d, int e) => a + b + c + d + e)(1, 2, 3, 4, 5));
        Assert.AreEqual(21, Mlflow.Trace((int a, int b, int c, int d, int e, int f) => a + b + c + d + e + f)(1, 2, 3, 4, 5, 6));
        Assert.AreEqual(28, Mlflow.Trace((int a, int b, int c, int d, int e, int f, int g) => a + b + c + d + e + f + g)(1, 2, 3, 4, 5, 6, 7));
        Assert.AreEqual(36, Mlflow.Trace((int a, int b, int c, int d, int e, int f, int g, int h) => a + b + c + d + e + f + g + h)(1, 2, 3, 4, 5, 6, 7, 8));

        var roots = (await session.TracesAsync()).Select(static trace => trace.Spans.Single()).ToArray();
        Assert.HasCount(9, roots);
        for (var arity = 0; arity <= 8; arity++)
        {
            var expected = string.Join(",", Enumerable.Range(0, arity).Select(static i => $"\"{(char)('a' + i)}\":{i + 1}"));
            Assert.AreEqual($"{{{expected}}}", roots[arity].Inputs);
            Assert.AreEqual((arity * (arity + 1) / 2).ToString(System.Globalization.CultureInfo.InvariantCulture), roots[arity].Outputs);
        }
    }

    [TestMethod]
    public async Task Action_records_its_arguments_and_no_outputs()
    {
        using var session = new RecordingSession();
        var seen = "";

        Mlflow.Trace((string text, int times) => { seen = string.Concat(Enumerable.Repeat(text, times)); }, name: "repeat")("ab", 2);
        Assert.ThrowsExactly<InvalidOperationException>(() => Mlflow.Trace(Fail)());

        Assert.AreEqual("abab", seen);
        var traces = await session.TracesAsync();
        Assert.AreEqual("""{"text":"ab","times":2}""", traces[0].Spans[0].Inputs);
        Assert.IsNull(traces[0].Spans[0].Outputs);
        Assert.AreEqual(nameof(Fail), traces[1].Spans[0].Name);
        Assert.AreEqual("InvalidOperationException: no", traces[1].Spans[0].Status.Message);

        static void Fail() => throw new InvalidOperationException("no");
    }

    [TestMethod]
    public async Task Async_functions_of_each_kind_end_their_span_with_the_work()
    {
        using var session = new RecordingSession();
        var gate = new TaskCompletionSource();

        var pending = Mlflow.Trace(async (int a) => { await gate.Task; return a + 1; })(1);
        var alone = Mlflow.Trace(async (int a) => { await gate.Task; })(2);
        var value = Mlflow.TraceValueTask(async ValueTask<int> (int a) => { await gate.Task; return a + 1; })(3);
        var valueAlone = Mlflow.TraceValueTask(async ValueTask (int a) => { await gate.Task; })(4);
        Assert.IsNull(session.Runtime.LastCompleted);
        gate.SetResult();

        Assert.AreEqual(2, await pending);
        await alone;
        Assert.AreEqual(4, await value);
        await valueAlone;
        var byInput = (await session.TracesAsync()).Select(static trace => trace.Spans.Single()).OrderBy(static span => span.Inputs, StringComparer.Ordinal).ToArray();
        CollectionAssert.AreEqual(new[] { """{"a":1}""", """{"a":2}""", """{"a":3}""", """{"a":4}""" }, byInput.Select(static span => span.Inputs).ToArray());
        CollectionAssert.AreEqual(new[] { "2", null, "4", null }, byInput.Select(static span => span.Outputs).ToArray());
    }

    [TestMethod]
    public async Task Async_failure_reaches_the_caller_as_it_was_and_the_span_as_error()
    {
        using var session = new RecordingSession();
        var thrown = new InvalidOperationException("no");

        var fail = Mlflow.TraceValueTask(async ValueTask<int> (int a) => { await Task.Yield(); throw thrown; });

        Assert.AreSame(thrown, await Assert.ThrowsExactlyAsync<InvalidOperationException>(async () => await fail(1)));
        Assert.AreEqual(SpanStatusCode.Error, (await session.SingleTraceAsync()).Spans[0].Status.Code);
    }

    [TestMethod]
    public async Task Children_of_an_async_function_belong_to_it_and_the_caller_keeps_its_own_span()
    {
        using var session = new RecordingSession();
        var work = Mlflow.Trace(async () => { await Task.Yield(); using var child = Mlflow.StartActiveSpan("child"); await Task.Yield(); }, name: "work");

        using (var caller = Mlflow.StartActiveSpan("caller"))
        {
            var pending = work();
            Assert.AreSame(caller, Mlflow.CurrentSpan);
            await pending;
        }

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual(trace.SpanNamed("caller").SpanId, trace.SpanNamed("work").ParentId);
        Assert.AreEqual(trace.SpanNamed("work").SpanId, trace.SpanNamed("child").ParentId);
    }

    [TestMethod]
    public async Task Sequences_have_a_span_an_enumeration_with_items_as_events()
    {
        using var session = new RecordingSession();
        var count = Mlflow.Trace((Func<int, IEnumerable<int>>)Count, name: "count");
        var later = Mlflow.Trace((int limit) => CountLater(limit), static (int[] items) => items.Sum(), name: nameof(CountLater));

        var never = count(9);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, count(3).ToArray());
        await foreach (var item in later(3))
        {
            Assert.IsNull(Mlflow.CurrentSpan, "the consumer is not part of the sequence");
        }

        GC.KeepAlive(never);
        var traces = await session.TracesAsync();
        Assert.HasCount(2, traces);
        Assert.AreEqual("[0,1,2]", traces[0].Spans[0].Outputs);
        CollectionAssert.AreEqual(new[] { "mlflow.chunk.item.0", "mlflow.chunk.item.1", "mlflow.chunk.item.2" }, traces[0].Spans[0].Events.Select(static item => item.Name).ToArray());
        Assert.AreEqual("""{"limit":3}""", traces[0].Spans[0].Inputs);
        Assert.AreEqual(nameof(CountLater), traces[1].Spans[0].Name);
        Assert.AreEqual("3", traces[1].Spans[0].Outputs);

        static IEnumerable<int> Count(int limit)
        {
            for (var i = 0; i < limit; i++)
            {
                yield return i;
            }
        }

        static async IAsyncEnumerable<int> CountLater(int limit)
        {
            for (var i = 0; i < limit; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    [TestMethod]
    public async Task Falsy_arguments_and_results_are_recorded()
    {
        using var session = new RecordingSession();

        Mlflow.Trace((int zero, string empty, bool no, object? nothing) => (object?)null)(0, "", false, null);

        var span = (await session.SingleTraceAsync()).Spans[0];
        Assert.AreEqual("""{"zero":0,"empty":"","no":false,"nothing":null}""", span.Inputs);
        Assert.AreEqual("null", span.Outputs);
    }

    [TestMethod]
    public async Task Attributes_are_on_every_span()
    {
        using var session = new RecordingSession();
        var work = Mlflow.Trace(() => 1, spanType: SpanType.Tool, attributes: [new("team", "a"), new("size", 3)]);

        work();
        work();

        foreach (var trace in await session.TracesAsync())
        {
            Assert.AreEqual("\"a\"", trace.Spans[0].Attributes["team"]);
            Assert.AreEqual("3", trace.Spans[0].Attributes["size"]);
            Assert.AreEqual("\"TOOL\"", trace.Spans[0].Attributes[SpanAttributeKey.SpanType]);
        }
    }

    [TestMethod]
    public async Task Sampling_ratio_of_a_function_decides_for_traces_that_it_begins_and_for_no_others()
    {
        using var session = new RecordingSession(static options => options.SamplingRatio = 0);
        using (var left = Mlflow.StartActiveSpan("left out"))
        {
            Mlflow.Trace(() => 1, name: "inside", samplingRatio: 1)();
        }

        Mlflow.Trace(() => 1, name: "always", samplingRatio: 1)();
        Mlflow.Trace(() => 1, name: "never")();

        Assert.AreEqual("always", (await session.SingleTraceAsync()).Spans[0].Name);
    }

    [TestMethod]
    public void Off_calls_the_function_itself()
    {
        Mlflow.Use(null);
        var task = Task.FromResult(1);

        Assert.AreSame(task, Mlflow.Trace(() => task)());
        int[] list = [1];
        Assert.AreSame(list, Mlflow.Trace(IEnumerable<int> () => list)());
    }

    [TestMethod]
    public void Wrong_arguments_are_refused_when_the_function_is_wrapped()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => Mlflow.Trace((Func<int>)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Mlflow.Trace(() => 1, spanType: null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mlflow.Trace(() => 1, samplingRatio: 1.1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Mlflow.Trace(() => 1, samplingRatio: double.NaN));
        Assert.ThrowsExactly<ArgumentException>(() => Mlflow.Trace(() => 1, attributes: [new("", 1)]));
    }
}
