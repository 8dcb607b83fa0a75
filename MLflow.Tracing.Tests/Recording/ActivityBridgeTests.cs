using System.Diagnostics;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Activities become spans, and spans become activities.</summary>
[TestClass]
public sealed class ActivityBridgeTests
{
    private static readonly ActivitySource s_chosen = new("Tests.Chosen");
    private static readonly ActivitySource s_other = new("Other");

    [TestMethod]
    public async Task Activities_of_chosen_sources_become_spans_in_one_tree_with_ours()
    {
        using var session = new RecordingSession(static options => options.ActivitySources.Add("Tests.*"));
        using (Mlflow.StartActiveSpan("outer"))
        {
            using var activity = s_chosen.StartActivity("activity");
            using var ignored = s_other.StartActivity("ignored");
            Assert.IsNull(ignored);
            using var inner = s_chosen.StartActivity("inner activity");
            await Task.Yield();
            using (Mlflow.StartActiveSpan("inner span"))
            {
            }
        }

        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { "outer", "activity", "inner activity", "inner span" }, trace.Spans.Select(static span => span.Name).ToArray());
        for (var i = 1; i < 4; i++)
        {
            Assert.AreEqual(trace.Spans[i - 1].SpanId, trace.Spans[i].ParentId);
        }

        Assert.IsNull(Mlflow.CurrentSpan);
    }

    [TestMethod]
    public async Task Activity_brings_its_tags_events_links_status_and_times()
    {
        using var session = new RecordingSession(static options => options.ActivitySources.Add(s_chosen.Name));
        var other = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        DateTimeOffset start;
        using (var activity = s_chosen.StartActivity("work", ActivityKind.Client, default(ActivityContext), links: [new ActivityLink(other, new ActivityTagsCollection { ["why"] = 1 })])!)
        {
            start = activity.StartTimeUtc;
            activity.DisplayName = "renamed";
            activity.SetTag("rows", 3).SetTag("", "nameless");
            activity.AddEvent(new ActivityEvent("happened", start.AddSeconds(1), new ActivityTagsCollection { ["a"] = "b" }));
            activity.SetStatus(ActivityStatusCode.Error, "why not");
            activity.SetEndTime(start.UtcDateTime.AddSeconds(2));
        }

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual("renamed", span.Name);
        Assert.AreEqual("3", span.Attributes["rows"]);
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "why not"), span.Status);
        Assert.AreEqual(2_000_000_000, span.EndTimeUnixNs - span.StartTimeUnixNs);
        Assert.AreEqual(1_000_000_000, span.Events.Single().TimeUnixNs - span.StartTimeUnixNs);
        Assert.AreEqual("\"b\"", span.Events.Single().Attributes["a"]);
        Assert.AreEqual(other.SpanId.ToHexString(), span.Links.Single().SpanId);
        Assert.AreEqual("1", span.Links.Single().Attributes["why"]);
        Assert.AreEqual(0, session.Diagnostics.CountOf("MLT240"));
    }

    [TestMethod]
    public async Task Model_call_in_the_words_of_OpenTelemetry_is_one_in_ours()
    {
        using var session = new RecordingSession(static options => options.ActivitySources.Add(s_chosen.Name));
        using (var activity = s_chosen.StartActivity("chat gpt")!)
        {
            activity.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.request.model", "gpt").SetTag("gen_ai.provider.name", "openai");
            activity.SetTag("gen_ai.usage.input_tokens", 7).SetTag("gen_ai.usage.output_tokens", 2L);
            activity.SetTag("gen_ai.input.messages", "question").SetTag("gen_ai.output.messages", "answer");
        }

        var span = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual("\"CHAT_MODEL\"", span.Attributes[SpanAttributeKey.SpanType]);
        Assert.AreEqual("\"gpt\"", span.Attributes[SpanAttributeKey.Model]);
        Assert.AreEqual("\"openai\"", span.Attributes[SpanAttributeKey.Provider]);
        Assert.AreEqual("""{"input_tokens":7,"output_tokens":2,"total_tokens":9}""", span.Attributes[SpanAttributeKey.TokenUsage]);
        Assert.AreEqual("\"question\"", span.Inputs);
        Assert.AreEqual("\"answer\"", span.Outputs);
    }

    [TestMethod]
    public async Task Activities_are_left_alone_while_nothing_is_recorded_and_after_the_end()
    {
        using (var session = new RecordingSession(static options => options.ActivitySources.Add(s_chosen.Name)))
        {
            using (Mlflow.TracingContext(enabled: false))
            {
                Assert.IsNull(s_chosen.StartActivity("inside"));
            }

            Assert.HasCount(0, await session.TracesAsync());
        }

        Assert.IsNull(s_chosen.StartActivity("after"));
    }

    [TestMethod]
    public async Task Finished_spans_are_emitted_with_their_tree_and_times()
    {
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ActivityExporter.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = seen.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var session = new RecordingSession();
        using (var root = Mlflow.StartActiveSpan("root", SpanType.Chain))
        {
            using var child = Mlflow.StartActiveSpan("child");
            child.SetAttribute("size", 3);
            child.SetStatus(SpanStatusCode.Error, "no");
        }

        var trace = await session.SingleTraceAsync();
        using (var exporter = new ActivityExporter())
        {
            await exporter.ExportAsync([trace], CancellationToken.None);
        }

        Assert.HasCount(2, seen);
        Assert.AreEqual(trace.Info.TraceId, "tr-" + seen[0].TraceId.ToHexString());
        Assert.AreEqual(("root", "child"), (seen[0].DisplayName, seen[1].DisplayName));
        Assert.AreEqual(seen[0].SpanId, seen[1].ParentSpanId);
        Assert.AreEqual(trace.Spans[0].SpanId, seen[0].GetTagItem("mlflow.span_id"));
        Assert.AreEqual("CHAIN", seen[0].GetTagItem(SpanAttributeKey.SpanType));
        Assert.AreEqual(3L, seen[1].GetTagItem("size"));
        Assert.AreEqual((ActivityStatusCode.Error, "no"), (seen[1].Status, seen[1].StatusDescription));
        Assert.AreEqual(trace.Spans[1].StartTimeUnixNs / 100, (seen[1].StartTimeUtc - DateTime.UnixEpoch).Ticks);
    }
}
