using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Regions whose traces have something in common, or are not recorded; destinations.</summary>
[TestClass]
public sealed class TracingContextTests
{
    [TestMethod]
    public async Task Traces_that_begin_inside_have_what_the_regions_name_and_the_inner_one_wins()
    {
        using var session = new RecordingSession();
        using (Mlflow.TracingContext(tags: [new("team", "a"), new("kept", "x")], metadata: [new("m", "1")], sessionId: "s-1", user: "u-1"))
        using (Mlflow.TracingContext(tags: [new("team", "b")], user: "u-2"))
        {
            Mlflow.StartSpan("inside").End();
        }

        Mlflow.StartSpan("outside").End();

        var traces = await session.TracesAsync();
        var inside = traces[0].Info;
        Assert.AreEqual("b", inside.Tags["team"]);
        Assert.AreEqual("x", inside.Tags["kept"]);
        Assert.AreEqual("1", inside.Metadata["m"]);
        Assert.AreEqual("s-1", inside.Metadata[TraceMetadataKey.Session]);
        Assert.AreEqual("u-2", inside.Metadata[TraceMetadataKey.User]);
        Assert.AreEqual("\"s-1\"", traces[0].Spans[0].Attributes[SpanAttributeKey.SessionId]);
        Assert.AreEqual("\"u-2\"", traces[0].Spans[0].Attributes[SpanAttributeKey.UserId]);
        Assert.IsFalse(traces[1].Info.Tags.ContainsKey("team"));
        Assert.IsFalse(traces[1].Info.Metadata.ContainsKey(TraceMetadataKey.Session));
    }

    [TestMethod]
    public async Task Trace_that_began_outside_is_left_as_it_is()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("root"))
        using (Mlflow.TracingContext(sessionId: "s-1"))
        {
            Mlflow.StartSpan("child").End();
        }

        Assert.IsFalse((await session.SingleTraceAsync()).Info.Metadata.ContainsKey(TraceMetadataKey.Session));
    }

    [TestMethod]
    public async Task Region_flows_into_async_work_and_not_out_of_it()
    {
        using var session = new RecordingSession();
        await InsideAsync();
        Mlflow.StartSpan("after").End();

        var traces = await session.TracesAsync();
        Assert.AreEqual("s-1", traces[0].Info.Metadata[TraceMetadataKey.Session]);
        Assert.IsFalse(traces[1].Info.Metadata.ContainsKey(TraceMetadataKey.Session));

        static async Task InsideAsync()
        {
            using var region = Mlflow.TracingContext(sessionId: "s-1");
            await Task.Yield();
            await Task.Run(static () => Mlflow.StartSpan("inside").End());
        }
    }

    [TestMethod]
    public async Task Disabled_region_records_nothing_and_an_enabled_one_inside_it_finds_the_span_outside()
    {
        using var session = new RecordingSession();
        using (var root = Mlflow.StartActiveSpan("root"))
        {
            using (Mlflow.TracingContext(enabled: false))
            {
                using (var ignored = Mlflow.StartActiveSpan("ignored"))
                {
                    Assert.IsFalse(ignored.IsRecording);
                    Assert.IsNull(Mlflow.CurrentSpan);
                    Mlflow.UpdateCurrentTrace(user: "nobody");
                }

                Assert.AreEqual(1, Mlflow.Trace(() => 1)());
                using (Mlflow.TracingContext(sessionId: "kept off"))
                using (Mlflow.TracingContext(enabled: true))
                {
                    Assert.AreSame(root, Mlflow.CurrentSpan);
                    Mlflow.StartSpan("recorded").End();
                }

                Assert.IsNull(Mlflow.CurrentSpan);
            }

            Assert.AreSame(root, Mlflow.CurrentSpan);
        }

        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { "root", "recorded" }, trace.Spans.Select(static span => span.Name).ToArray());
        Assert.IsFalse(trace.Info.Metadata.ContainsKey(TraceMetadataKey.User));
    }

    [TestMethod]
    public async Task Enabling_does_not_bring_back_what_the_sampler_left_out()
    {
        using var session = new RecordingSession(static options => options.SamplingRatio = 0);
        using (Mlflow.StartActiveSpan("left out"))
        using (Mlflow.TracingContext(enabled: true))
        {
            Assert.IsFalse(Mlflow.StartSpan("child").IsRecording);
        }

        Assert.HasCount(0, await session.TracesAsync());
    }

    [TestMethod]
    public async Task Leaving_twice_has_no_effect()
    {
        using var session = new RecordingSession();
        var region = Mlflow.TracingContext(enabled: false);
        region.Dispose();
        using (Mlflow.StartActiveSpan("root"))
        {
            region.Dispose();
            Assert.IsNotNull(Mlflow.CurrentSpan);
        }

        await session.SingleTraceAsync();
    }

    [TestMethod]
    public void Entry_without_a_key_is_refused_and_one_without_a_value_ignored()
    {
        using var session = new RecordingSession();
        Assert.ThrowsExactly<ArgumentException>(() => Mlflow.TracingContext(tags: [new("", "x")]));
        Assert.ThrowsExactly<ArgumentException>(() => Mlflow.TracingContext(metadata: [new(null!, "x")]));
        using (Mlflow.TracingContext(tags: [new("kept", null!)]))
        {
            Mlflow.StartSpan("root").End();
        }
    }

    [TestMethod]
    public async Task Destination_of_a_trace_beats_that_of_the_flow_and_that_the_process_wide_one()
    {
        using var session = new RecordingSession();
        Mlflow.SetDestination("all");
        Mlflow.StartSpan("all").End();
        await Task.Run(static () =>
        {
            Mlflow.SetDestination("flow", contextLocal: true);
            Mlflow.StartSpan("flow").End();
            using var span = Mlflow.StartActiveSpan("own");
            Mlflow.UpdateCurrentTrace(experimentId: "own");
        });
        Mlflow.StartSpan("all again").End();
        Mlflow.SetDestination(null);
        Mlflow.StartSpan("none").End();

        CollectionAssert.AreEqual(new[] { "all", "flow", "own", "all", null }, (await session.TracesAsync()).Select(static trace => trace.Info.ExperimentId).ToArray());
    }

    [TestMethod]
    public async Task Processors_are_replaced_while_tracing_runs()
    {
        using var session = new RecordingSession(static options => options.SpanProcessors.Add(static span => span.SetAttribute("first", true)));
        Mlflow.StartSpan("a").End();
        Mlflow.ConfigureSpanProcessors(onEnd: [static span => span.SetOutputs("replaced")], onStart: [static span => span.SetAttribute("started", span.Name)]);
        Mlflow.StartSpan("b").End("secret");
        Mlflow.ConfigureSpanProcessors();
        Mlflow.StartSpan("c").End("c");

        var spans = (await session.TracesAsync()).Select(static trace => trace.Spans[0]).ToArray();
        Assert.AreEqual("true", spans[0].Attributes["first"]);
        Assert.AreEqual("\"replaced\"", spans[1].Outputs);
        Assert.AreEqual("\"b\"", spans[1].Attributes["started"]);
        Assert.IsFalse(spans[1].Attributes.ContainsKey("first"));
        Assert.AreEqual("\"c\"", spans[2].Outputs);
        Assert.ThrowsExactly<ArgumentException>(() => Mlflow.ConfigureSpanProcessors(onStart: [null!]));
    }

    [TestMethod]
    public void Settings_without_tracing_are_reported()
    {
        Mlflow.Use(null);
        var before = Mlflow.Diagnostics.CountOf("MLT211");

        Mlflow.SetDestination("1");
        Mlflow.ConfigureSpanProcessors();

        Assert.AreEqual(before + 2, Mlflow.Diagnostics.CountOf("MLT211"));
    }
}
