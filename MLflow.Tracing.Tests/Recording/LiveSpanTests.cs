using MLflow.Tracing.Model;
using Newtonsoft.Json;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>What a span can say, and when it no longer can.</summary>
[TestClass]
public sealed class LiveSpanTests
{
    private const long Monday = 1_700_000_000_000_000_000;

    [TestMethod]
    public async Task Span_says_everything_about_its_work()
    {
        using var session = new RecordingSession();
        var span = Mlflow.StartSpan("call", SpanType.ChatModel);
        span.UpdateName("renamed");
        span.SetDescription("asks the model");
        span.SetModel("gpt-4.1-mini", "openai");
        span.SetTokenUsage(new TokenUsage(10, 5) { CacheReadInputTokens = 4 });
        span.SetCost(0.1, 0.2);
        span.SetChatTools(new[] { new { type = "function" } });
        span.AddEvent("note", [new("a", 1)]);
        span.AddLink(new SpanLink("tr-00000000000000000000000000000001", "0000000000000002", new Dictionary<string, string>()));
        span.LogLevel = SpanLogLevel.Critical;
        span.End(new { text = "hi" });

        var trace = await session.SingleTraceAsync();
        var recorded = trace.Spans[0];
        Assert.AreEqual("renamed", recorded.Name);
        Assert.AreEqual("\"asks the model\"", recorded.Attributes[SpanAttributeKey.Description]);
        Assert.AreEqual("\"gpt-4.1-mini\"", recorded.Attributes[SpanAttributeKey.Model]);
        Assert.AreEqual("\"openai\"", recorded.Attributes[SpanAttributeKey.Provider]);
        Assert.AreEqual("""{"input_tokens":10,"output_tokens":5,"total_tokens":15,"cache_read_input_tokens":4}""", recorded.Attributes[SpanAttributeKey.TokenUsage]);
        Assert.AreEqual("""[{"type":"function"}]""", recorded.Attributes[SpanAttributeKey.ChatTools]);
        Assert.AreEqual("50", recorded.Attributes[SpanAttributeKey.LogLevel]);
        Assert.AreEqual("note", recorded.Events.Single().Name);
        Assert.AreEqual("0000000000000002", recorded.Links.Single().SpanId);
        Assert.AreEqual("""{"cache_read_input_tokens":4,"input_tokens":10,"output_tokens":5,"total_tokens":15}""", trace.Info.Metadata[TraceMetadataKey.TokenUsage]);
        StringAssert.Contains(trace.Info.Metadata[TraceMetadataKey.Cost], "\"input_cost\":0.1", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Usage_below_a_span_with_usage_is_not_counted_again()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("root"))
        {
            using (var agent = Mlflow.StartActiveSpan("agent"))
            {
                using (Mlflow.StartActiveSpan("step"))
                {
                    Use("call");
                }

                agent.SetTokenUsage(7, 3);
                agent.SetCost(0.3, 0.1);
            }

            Use("another");
        }

        var metadata = (await session.SingleTraceAsync()).Info.Metadata;
        Assert.AreEqual("""{"input_tokens":12,"output_tokens":5,"total_tokens":17}""", metadata[TraceMetadataKey.TokenUsage]);
        Assert.AreEqual("""{"input_cost":0.5,"output_cost":0.2,"total_cost":0.7}""", metadata[TraceMetadataKey.Cost]);

        static void Use(string name)
        {
            using var call = Mlflow.StartSpan(name);
            call.SetTokenUsage(5, 2);
            call.SetCost(0.2, 0.1);
        }
    }

    [TestMethod]
    [DataRow(SpanType.Llm, "20")]
    [DataRow(SpanType.ChatModel, "20")]
    [DataRow(SpanType.Tool, "20")]
    [DataRow(SpanType.Retriever, "20")]
    [DataRow(SpanType.Agent, "20")]
    [DataRow(SpanType.Embedding, "20")]
    [DataRow(SpanType.Chain, "10")]
    [DataRow(SpanType.Unknown, "10")]
    [DataRow("of my own", "10")]
    public async Task Level_is_that_of_the_type(string spanType, string level)
    {
        using var session = new RecordingSession();
        Mlflow.StartSpan("span", spanType).End();

        Assert.AreEqual(level, (await session.SingleTraceAsync()).Spans[0].Attributes[SpanAttributeKey.LogLevel]);
    }

    [TestMethod]
    public async Task Exception_event_has_type_message_and_stack_trace_with_every_inner_exception()
    {
        using var session = new RecordingSession();
        using (var span = Mlflow.StartSpan("gather"))
        {
            span.RecordException(new AggregateException("two sources failed", new TimeoutException("first"), new FormatException("second", new OverflowException("root"))));
        }

        var recorded = (await session.SingleTraceAsync()).Spans[0];
        var facts = recorded.Events.Single().Attributes.ToDictionary(static fact => fact.Key, static fact => JsonConvert.DeserializeObject<string>(fact.Value)!);
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "AggregateException: two sources failed (first) (second)"), recorded.Status);
        Assert.AreEqual(("System.AggregateException", "two sources failed (first) (second)"), (facts["exception.type"], facts["exception.message"]));
        foreach (var inner in new[] { "System.TimeoutException: first", "System.FormatException: second", "System.OverflowException: root" })
        {
            Assert.Contains(inner, facts["exception.stacktrace"]);
        }
    }

    [TestMethod]
    public async Task Exception_raises_the_level_unless_it_is_higher_and_cancellation_does_not()
    {
        using var session = new RecordingSession();
        End("failed", new InvalidOperationException(), null);
        End("critical", new InvalidOperationException(), SpanLogLevel.Critical);
        End("cancelled", new OperationCanceledException(), SpanLogLevel.Warning);

        CollectionAssert.AreEqual(new[] { "40", "50", "30" }, (await session.TracesAsync()).Select(static trace => trace.Spans[0].Attributes[SpanAttributeKey.LogLevel]).ToArray());

        static void End(string name, Exception thrown, SpanLogLevel? level)
        {
            using var span = Mlflow.StartSpan(name);
            span.RecordException(thrown);
            if (level is { } given)
            {
                span.LogLevel = given;
            }
        }
    }

    [TestMethod]
    public async Task Times_given_by_hand_are_those_of_span_and_trace()
    {
        using var session = new RecordingSession();
        var root = Mlflow.StartSpan("root", startTimeUnixNs: Monday);
        Assert.AreEqual(Monday, root.StartTimeUnixNs);
        var child = Mlflow.StartSpan("child", parent: root, startTimeUnixNs: Monday + 5);
        child.EndAt(Monday + 7);
        root.EndAt(Monday + 10);

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual((Monday, 10L), (trace.Info.RequestTimeUnixNs, trace.Info.ExecutionDurationNs));
        Assert.AreEqual((Monday + 5, Monday + 7), (trace.SpanNamed("child").StartTimeUnixNs, trace.SpanNamed("child").EndTimeUnixNs));
    }

    [TestMethod]
    public async Task End_before_the_start_is_reported_and_the_span_has_no_negative_duration()
    {
        using var session = new RecordingSession();
        Mlflow.StartSpan("root", startTimeUnixNs: Monday).EndAt(Monday - 1);

        var trace = await session.SingleTraceAsync();
        Assert.AreEqual(Monday + 1, trace.Spans[0].EndTimeUnixNs);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT210"));
    }

    [TestMethod]
    public async Task Ended_span_ignores_everything()
    {
        using var session = new RecordingSession();
        using var root = Mlflow.StartActiveSpan("root");
        var span = Mlflow.StartSpan("span");
        span.End(1);
        span.End(2);
        span.EndAt(1);
        span.SetInputs(3);
        span.SetAttribute("a", 4);
        span.AddEvent("late");
        span.SetStatus(SpanStatusCode.Error, "late");
        span.RecordException(new InvalidOperationException("late"));
        span.LogLevel = SpanLogLevel.Critical;
        span.UpdateName("late");
        span.SetTokenUsage(1, 1);
        root.Dispose();

        var recorded = (await session.SingleTraceAsync()).SpanNamed("span");
        Assert.AreEqual("1", recorded.Outputs);
        Assert.IsNull(recorded.Inputs);
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Ok), recorded.Status);
        Assert.HasCount(0, recorded.Events);
        CollectionAssert.AreEquivalent(new[] { SpanAttributeKey.TraceId, SpanAttributeKey.SpanType, SpanAttributeKey.LogLevel, SpanAttributeKey.Outputs }, recorded.Attributes.Keys.ToArray());
    }

    [TestMethod]
    public async Task Trace_of_detached_spans_alone_has_session_and_user()
    {
        using var session = new RecordingSession();
        var root = Mlflow.StartSpan("root");
        var child = Mlflow.StartSpan("child", parent: root);
        child.UpdateTrace(sessionId: "s-1", user: "u-1", modelId: "m-1", tags: [new("team", "a")]);
        child.End();
        root.End();

        var info = (await session.SingleTraceAsync()).Info;
        Assert.AreEqual("s-1", info.Metadata[TraceMetadataKey.Session]);
        Assert.AreEqual("u-1", info.Metadata[TraceMetadataKey.User]);
        Assert.AreEqual("m-1", info.Metadata[TraceMetadataKey.ModelId]);
        Assert.AreEqual("a", info.Tags["team"]);
        root.UpdateTrace(user: "too late");
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT208"));
    }

    [TestMethod]
    public async Task Span_takes_what_many_threads_say()
    {
        using var session = new RecordingSession();
        var span = Mlflow.StartSpan("shared");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                span.SetAttribute($"a{worker}.{i}", i);
                span.AddEvent("e");
            }
        })));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(span.End)));

        var recorded = (await session.SingleTraceAsync()).Spans.Single();
        Assert.HasCount(800, recorded.Events);
        Assert.AreEqual(800, recorded.Attributes.Keys.Count(static key => key[0] == 'a'));
    }

    [TestMethod]
    public void Wrong_arguments_are_refused()
    {
        using var session = new RecordingSession();
        using var span = Mlflow.StartSpan("span");

        Assert.ThrowsExactly<ArgumentNullException>(() => Mlflow.StartSpan(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => span.UpdateName(null!));
        Assert.ThrowsExactly<ArgumentException>(() => span.SetAttribute("", 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => span.SetTokenUsage(-1, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TokenUsage(1, 1, -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TokenUsage(1, 1) { CacheCreationInputTokens = -1 });
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => span.SetCost(double.NaN, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => span.SetCost(0, double.PositiveInfinity));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => span.LogLevel = (SpanLogLevel)11);
        Assert.ThrowsExactly<ArgumentException>(() => span.UpdateTrace(state: TraceState.InProgress));
        Assert.ThrowsExactly<ArgumentException>(() => span.UpdateTrace(tags: [new("", "x")]));
    }
}
