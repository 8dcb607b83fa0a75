using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>A trace that goes on in another process, seen from one of them.</summary>
[TestClass]
public sealed class DistributedTraceTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string SpanId = "00f067aa0ba902b7";
    private const string Recorded = $"00-{TraceId}-{SpanId}-01";
    private const string LeftOut = $"00-{TraceId}-{SpanId}-00";

    [TestMethod]
    public async Task Spans_inside_the_scope_are_a_part_of_the_callers_trace()
    {
        using var session = new RecordingSession();

        using (Mlflow.TracingContextFromHeaders(Headers(Recorded)))
        {
            Assert.IsNull(Mlflow.CurrentSpan);
            using var handle = Mlflow.StartActiveSpan("handle");
            Assert.AreEqual("tr-" + TraceId, handle.TraceId);
            Assert.AreEqual(SpanId, handle.ParentId);
            using var step = Mlflow.StartActiveSpan("step");
        }

        var part = await session.SingleTraceAsync();
        Assert.AreEqual("tr-" + TraceId, part.Info.TraceId);
        Assert.IsTrue(part.Info.IsPart);
        Assert.AreEqual(SpanId, part.SpanNamed("handle").ParentId);
        Assert.AreEqual(part.SpanNamed("handle").SpanId, part.SpanNamed("step").ParentId);
        Assert.IsTrue(part.Spans.All(span => span.TraceId == "tr-" + TraceId));
        Assert.IsEmpty(session.Diagnostics.Counts);
    }

    [TestMethod]
    public async Task Each_root_inside_the_scope_is_a_part_and_what_follows_the_scope_a_trace_of_its_own()
    {
        using var session = new RecordingSession();

        using (Mlflow.TracingContextFromHeaders(Headers(Recorded)))
        {
            Mlflow.StartSpan("first").End();
            Mlflow.StartSpan("second").End();
        }

        Mlflow.StartSpan("after").End();

        var traces = await session.TracesAsync();
        Assert.HasCount(3, traces);
        Assert.IsTrue(traces.Take(2).All(part => part.Info.IsPart && part.Spans.Single().ParentId == SpanId));
        Assert.AreNotEqual(traces[0].Spans[0].SpanId, traces[1].Spans[0].SpanId);
        Assert.IsFalse(traces[2].Info.IsPart);
        Assert.AreNotEqual("tr-" + TraceId, traces[2].Info.TraceId);
    }

    [TestMethod]
    public async Task Woven_calls_and_sequences_join_as_well()
    {
        using var session = new RecordingSession();
        var site = new TraceSite("woven", SpanType.Tool, "Tests.Woven", string.Empty, TraceSiteFlags.None);
        var sequence = new TraceSite("sequence", SpanType.Tool, "Tests.Sequence", string.Empty, TraceSiteFlags.None);

        using (Mlflow.TracingContextFromHeaders(Headers(Recorded)))
        {
            var scope = default(TraceScope);
            Assert.IsTrue(scope.Begin(site));
            scope.Start();
            scope.Complete();
            _ = Iteration.Enumerable(Enumerable.Range(0, 2), Iteration.Begin(sequence)).ToList();
        }

        var traces = await session.TracesAsync();
        CollectionAssert.AreEqual(new[] { "woven", "sequence" }, traces.Select(trace => trace.Spans.Single().Name).ToArray());
        Assert.IsTrue(traces.All(trace => trace.Info.IsPart));
    }

    [TestMethod]
    public async Task Scope_flows_into_asynchronous_work_and_not_out_of_the_method()
    {
        using var session = new RecordingSession();

        await HandleAsync();

        Assert.IsNull(AmbientSpan.Current);
        var parts = await session.TracesAsync();
        CollectionAssert.AreEquivalent(new[] { "awaited", "parallel" }, parts.Select(part => part.Spans.Single().Name).ToArray());
        Assert.IsTrue(parts.All(part => part.Spans[0].ParentId == SpanId));

        static async Task HandleAsync()
        {
            using var scope = Mlflow.TracingContextFromHeaders(Headers(Recorded));
            await Task.Yield();
            Mlflow.StartSpan("awaited").End();
            await Task.Run(() => Mlflow.StartSpan("parallel").End());
        }
    }

    [TestMethod]
    public void Inner_scope_wins_until_it_is_disposed_and_each_is_left_once()
    {
        using var session = new RecordingSession();
        using var local = Mlflow.StartActiveSpan("local");

        var outer = Mlflow.TracingContextFromHeaders(Headers(Recorded));
        var inner = Mlflow.TracingContextFromHeaders(Headers($"00-{TraceId}-000000000000000b-01"));
        Assert.AreEqual("000000000000000b", ParentOfNewSpan());
        inner.Dispose();
        inner.Dispose();
        Assert.AreEqual(SpanId, ParentOfNewSpan());
        outer.Dispose();

        Assert.AreSame(local, Mlflow.CurrentSpan);
    }

    [TestMethod]
    public void Scopes_and_spans_that_are_disposed_in_the_wrong_order_leave_nothing_behind()
    {
        using var session = new RecordingSession();

        var outer = Mlflow.TracingContextFromHeaders(Headers(Recorded));
        var span = Mlflow.StartActiveSpan("span");
        var inner = Mlflow.TracingContextFromHeaders(Headers($"00-{TraceId}-000000000000000b-01"));
        outer.Dispose();
        Assert.AreEqual("000000000000000b", ParentOfNewSpan());
        span.Dispose();
        Assert.AreEqual("000000000000000b", ParentOfNewSpan());
        inner.Dispose();

        Assert.IsNull(AmbientSpan.Current);
    }

    [TestMethod]
    public async Task Work_that_goes_on_after_its_part_was_delivered_is_another_part()
    {
        using var session = new RecordingSession();
        LiveSpan handle;
        using (Mlflow.TracingContextFromHeaders(Headers(Recorded)))
        {
            handle = Mlflow.StartSpan("handle");
            handle.End();
        }

        using (var late = Mlflow.StartSpan("late", parent: handle))
        {
            Assert.AreEqual(handle.SpanId, late.ParentId);
        }

        var parts = await session.TracesAsync();
        Assert.AreEqual("tr-" + TraceId, parts[1].Info.TraceId);
        Assert.IsTrue(parts[1].Info.IsPart);
        Assert.IsEmpty(parts[1].Spans[0].Links);
    }

    [TestMethod]
    public async Task Caller_decides_about_sampling()
    {
        using var session = new RecordingSession(options => options.SamplingRatio = 0);

        using (Mlflow.TracingContextFromHeaders(Headers(LeftOut)))
        {
            Assert.IsFalse(Mlflow.StartActiveSpan("nothing").IsRecording);
            Assert.AreEqual(LeftOut, Mlflow.GetTracingContextHeaders()["traceparent"]);
        }

        using (Mlflow.TracingContextFromHeaders(Headers(Recorded)))
        {
            Mlflow.StartSpan("recorded").End();
        }

        Assert.AreEqual("recorded", (await session.SingleTraceAsync()).Spans.Single().Name);
    }

    [TestMethod]
    public void Headers_name_the_ambient_span()
    {
        using var session = new RecordingSession();
        using var span = Mlflow.StartActiveSpan("call");

        var headers = Mlflow.GetTracingContextHeaders();

        Assert.AreEqual($"00-{span.TraceId["tr-".Length..]}-{span.SpanId}-01", headers.Single().Value);
        Assert.AreEqual("traceparent", headers.Single().Key);
        Assert.AreEqual(headers["traceparent"], headers["TraceParent"]);
    }

    [TestMethod]
    public void Caller_is_passed_on_when_nothing_was_recorded_in_between()
    {
        using var session = new RecordingSession();
        using var scope = Mlflow.TracingContextFromHeaders(Headers(Recorded));

        Assert.AreEqual(Recorded, Mlflow.GetTracingContextHeaders()["traceparent"]);
    }

    [TestMethod]
    public void Left_out_trace_tells_whom_it_calls_to_leave_it_out()
    {
        using var session = new RecordingSession(options => options.SamplingRatio = 0);
        using var span = Mlflow.StartActiveSpan("left out");

        Assert.MatchesRegex("^00-[0-9a-f]{32}-[0-9a-f]{16}-00$", Mlflow.GetTracingContextHeaders()["traceparent"]);
        Assert.IsEmpty(session.Diagnostics.Counts);
    }

    [TestMethod]
    public void No_span_means_no_headers_and_a_complaint()
    {
        using var session = new RecordingSession();

        Assert.IsFalse(Mlflow.TryGetTracingContextHeaders(out var none));
        Assert.IsEmpty(none);
        Assert.AreEqual(0, session.Diagnostics.CountOf("MLT220"));
        Assert.IsEmpty(Mlflow.GetTracingContextHeaders());
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT220"));
    }

    [TestMethod]
    public void Off_neither_sends_nor_reads_nor_complains()
    {
        Mlflow.Use(null);
        var before = Mlflow.Diagnostics.Counts.Values.Sum();

        Assert.IsEmpty(Mlflow.GetTracingContextHeaders());
        using (Mlflow.TracingContextFromHeaders(Headers("nonsense")))
        {
            Assert.IsNull(AmbientSpan.Current);
        }

        Assert.AreEqual(before, Mlflow.Diagnostics.Counts.Values.Sum());
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("nonsense")]
    [DataRow($"00-{TraceId}-{SpanId}-01, {Recorded}")]
    public async Task Without_a_valid_header_spans_begin_a_trace_and_the_reason_is_told(string? traceParent)
    {
        using var session = new RecordingSession();

        using (Mlflow.TracingContextFromHeaders(traceParent is null ? [] : Headers(traceParent)))
        {
            Mlflow.StartSpan("alone").End();
        }

        var trace = await session.SingleTraceAsync();
        Assert.IsFalse(trace.Info.IsPart);
        Assert.IsNull(trace.Spans[0].ParentId);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT221"));
    }

    [TestMethod]
    public void Quoted_header_cannot_steer_a_terminal_or_fill_a_log()
    {
        using var session = new RecordingSession();
        TracingDiagnostic? told = null;
        session.Diagnostics.Reported += complaint => told = complaint;

        using var scope = Mlflow.TracingContextFromHeaders(Headers("\u001b[2J\r\n" + new string('x', 10_000)));

        Assert.IsFalse(told!.Message.Any(char.IsControl), told.Message);
        Assert.IsLessThan(400, told.Message.Length);
    }

    [TestMethod]
    public void Header_names_count_in_any_case_and_a_repeated_header_is_invalid()
    {
        using var session = new RecordingSession();
        using var request = new HttpRequestMessage();
        request.Headers.TryAddWithoutValidation("TraceParent", Recorded);

        using (Mlflow.TracingContextFromHeaders(request.Headers))
        {
            Assert.AreEqual(SpanId, ParentOfNewSpan());
        }

        request.Headers.TryAddWithoutValidation("traceparent", Recorded);
        using (Mlflow.TracingContextFromHeaders(request.Headers))
        {
            Assert.IsNull(ParentOfNewSpan());
        }

        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT221"));
    }

    [TestMethod]
    public void Odd_entries_among_the_headers_do_no_harm()
    {
        using var session = new RecordingSession();

        KeyValuePair<string, string>[] headers = [new(null!, "x"), new("traceparent", null!), new("TRACEPARENT", Recorded)];
        using var scope = Mlflow.TracingContextFromHeaders(headers);

        Assert.AreEqual(SpanId, ParentOfNewSpan());
        Assert.ThrowsExactly<ArgumentNullException>(() => Mlflow.TracingContextFromHeaders((IEnumerable<KeyValuePair<string, string>>)null!));
    }

    [TestMethod]
    public async Task Session_and_user_travel_only_when_asked_to()
    {
        var baggage = "mlflow.trace.session=s%201,mlflow.trace.user=u-1";
        using (var silent = new RecordingSession())
        {
            using (Mlflow.TracingContextFromHeaders([.. Headers(Recorded), new("baggage", baggage)]))
            using (Mlflow.StartActiveSpan("handle"))
            {
                Assert.IsFalse(Mlflow.GetTracingContextHeaders().ContainsKey("baggage"));
            }

            Assert.IsFalse((await silent.SingleTraceAsync()).Info.Metadata.ContainsKey(TraceMetadataKey.Session));
        }

        using var session = new RecordingSession(options => options.PropagateSessionAndUser = true);
        using (Mlflow.TracingContextFromHeaders([.. Headers(Recorded), new("Baggage", "other=1"), new("baggage", baggage)]))
        {
            Assert.AreEqual(baggage, Mlflow.GetTracingContextHeaders()["baggage"]);
            using var handle = Mlflow.StartActiveSpan("handle");
            Assert.AreEqual(baggage, Mlflow.GetTracingContextHeaders()["baggage"]);
        }

        var info = (await session.SingleTraceAsync()).Info;
        Assert.AreEqual("s 1", info.Metadata[TraceMetadataKey.Session]);
        Assert.AreEqual("u-1", info.Metadata[TraceMetadataKey.User]);
    }

    [TestMethod]
    public void Session_too_long_for_a_header_stays_at_home_and_is_told()
    {
        using var session = new RecordingSession(options => options.PropagateSessionAndUser = true);
        using var span = Mlflow.StartActiveSpan("call");
        Mlflow.UpdateCurrentTrace(sessionId: new string('s', 8192));

        Assert.AreEqual("traceparent", Mlflow.GetTracingContextHeaders().Single().Key);
        using (Mlflow.TracingContextFromHeaders([.. Headers(Recorded), new("baggage", new string('b', 8193))]))
        {
            Assert.AreEqual(SpanId, ParentOfNewSpan());
        }

        Assert.AreEqual(2, session.Diagnostics.CountOf("MLT223"));
    }

    [TestMethod]
    public async Task What_is_said_about_the_whole_trace_stays_with_the_part_and_is_told()
    {
        using var session = new RecordingSession();
        using (Mlflow.TracingContextFromHeaders(Headers(Recorded)))
        using (Mlflow.StartActiveSpan("handle"))
        {
            Mlflow.UpdateCurrentTrace(tags: new Dictionary<string, string> { ["team"] = "a" });
        }

        Assert.AreEqual("a", (await session.SingleTraceAsync()).Info.Tags["team"]);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT222"));
    }

    private static Dictionary<string, string> Headers(string traceParent) => new() { ["Accept"] = "*/*", ["Traceparent"] = traceParent };

    private static string? ParentOfNewSpan()
    {
        using var span = Mlflow.StartSpan("probe");
        return span.ParentId;
    }
}
