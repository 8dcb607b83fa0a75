using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Redaction;

/// <summary>What a span processor reads, replaces and withholds.</summary>
[TestClass]
public sealed class SpanContentTests
{
    [TestMethod]
    public async Task Processor_reads_and_replaces_everything_before_previews_are_made()
    {
        using var session = Session(span =>
        {
            Assert.AreEqual("""{"question":"who?"}""", span.Inputs);
            Assert.AreEqual("\"ann\"", span.Outputs);
            Assert.AreEqual("1", span.Attributes["count"]);
            Assert.AreEqual("remark", span.Events.Single().Name);
            Assert.AreEqual("\"loud\"", span.Events.Single().Attributes["tone"]);
            Assert.HasCount(1, span.Links);
            Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "bad"), span.Status);
            var inputs = JObject.Parse(span.Inputs!);
            inputs["question"] = "…";
            span.SetInputs(inputs);
            span.SetOutputs("somebody");
            Assert.IsTrue(span.RemoveAttribute("count"));
            Assert.IsFalse(span.RemoveAttribute("count"));
            span.SetAttribute("seen", true);
            span.ReplaceEvents([.. span.Events.Select(happening => happening with { Name = "something" })]);
            span.ReplaceLinks([]);
            span.SetStatus(SpanStatusCode.Ok);
            span.UpdateName("renamed");
        });

        using (var span = Mlflow.StartActiveSpan("ask", inputs: new { question = "who?" }, attributes: [new("count", 1)]))
        {
            span.AddEvent("remark", [new("tone", "loud")]);
            span.AddLink(new SpanLink("tr-0123456789abcdef0123456789abcdef", "0123456789abcdef", new Dictionary<string, string>()));
            span.SetStatus(SpanStatusCode.Error, "bad");
            span.SetOutputs("ann");
        }

        var trace = await session.SingleTraceAsync();
        var sent = trace.Spans.Single();
        Assert.AreEqual("renamed", sent.Name);
        Assert.AreEqual("""{"question":"…"}""", sent.Inputs);
        Assert.AreEqual("\"somebody\"", sent.Outputs);
        Assert.IsFalse(sent.Attributes.ContainsKey("count"));
        Assert.AreEqual("true", sent.Attributes["seen"]);
        Assert.AreEqual("something", sent.Events.Single().Name);
        Assert.IsEmpty(sent.Links);
        Assert.AreEqual(SpanStatusCode.Ok, sent.Status.Code);
        Assert.AreEqual("""{"question":"…"}""", trace.Info.RequestPreview);
        Assert.AreEqual("\"somebody\"", trace.Info.ResponsePreview);
        Assert.AreEqual("""{"question":"…"}""", trace.Info.Metadata[TraceMetadataKey.Inputs]);
        Assert.AreEqual("\"somebody\"", trace.Info.Metadata[TraceMetadataKey.Outputs]);
        Assert.AreEqual("renamed", trace.Info.Tags[TraceTagKey.TraceName]);
    }

    [TestMethod]
    public async Task Processor_reads_arguments_result_and_exception_of_a_function()
    {
        var seen = new List<string>();
        using var session = Session(span =>
        {
            seen.Add($"{span.Inputs} {span.Outputs} {span.Status.Code} {string.Join(",", span.Events.SelectMany(happening => happening.Attributes.Keys))}");
            span.ReplaceEvents([]);
        });
        var half = Mlflow.Trace((int number) => number % 2 == 0 ? number / 2 : throw new ArgumentException("odd"), name: "half");

        half(4);
        Assert.ThrowsExactly<ArgumentException>(() => half(3));

        Assert.AreEqual("""{"number":4} 2 Unset """, seen[0]);
        Assert.AreEqual("""{"number":3}  Error exception.type,exception.message,exception.stacktrace""", seen[1]);
        Assert.IsEmpty((await session.TracesAsync())[1].Spans.Single().Events);
    }

    [TestMethod]
    public async Task Stack_trace_that_a_processor_looked_at_is_still_whole_for_the_frames_further_out()
    {
        using var session = Session(static span => Assert.IsNotNull(span.Events));
        var inner = Mlflow.Trace<string, string>(Fail, name: "inner");
        var outer = Mlflow.Trace((string text) => inner(text), name: "outer");

        Assert.ThrowsExactly<FormatException>(() => outer("x"));

        var stackTrace = (await session.SingleTraceAsync()).SpanNamed("outer").Events.Single().Attributes["exception.stacktrace"];
        Assert.Contains(nameof(Stack_trace_that_a_processor_looked_at_is_still_whole_for_the_frames_further_out), stackTrace);
    }

    [TestMethod]
    public async Task Texts_are_rewritten_and_the_rest_stays_as_it_was()
    {
        using var session = Session(static span => span.RewriteTexts(static text => text.Replace("ann", "X", StringComparison.Ordinal)));

        using (var span = Mlflow.StartActiveSpan("for ann"))
        {
            span.SetInputs(new Dictionary<string, object?> { ["ann"] = 1, ["who"] = new[] { "ann", "b" }, ["json"] = """{ "n": 1.10, "who": "ann\u0021" }""", ["n"] = 1.50m });
            span.SetAttribute("mlflow.annotation", "ann");
            span.SetStatus(SpanStatusCode.Error, "no ann");
        }

        var sent = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual("for X", sent.Name);
        Assert.AreEqual("""{"X":1,"who":["X","b"],"json":"{ \"n\": 1.10, \"who\": \"X!\" }","n":1.50}""", sent.Inputs);
        Assert.AreEqual("\"X\"", sent.Attributes["mlflow.annotation"]);
        Assert.AreEqual("no X", sent.Status.Message);
    }

    [TestMethod]
    public async Task Rewriting_that_throws_changes_nothing()
    {
        using var session = Session(static span =>
        {
            Assert.ThrowsExactly<FormatException>(() => span.RewriteTexts(static text => text == "b" ? throw new FormatException() : "X"));
            Assert.AreEqual("""["a","b"]""", span.Inputs);
            Assert.ThrowsExactly<ArgumentNullException>(() => span.RewriteTexts(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => span.ReplaceEvents(null!));
            Assert.ThrowsExactly<ArgumentNullException>(() => span.ReplaceLinks(null!));
        });

        Mlflow.StartSpan("letters", inputs: new[] { "a", "b" }).End();

        Assert.AreEqual("letters", (await session.SingleTraceAsync()).Spans.Single().Name);
        Assert.AreEqual(0, session.Diagnostics.CountOf("MLT207"));
    }

    [TestMethod]
    public async Task Withheld_content_leaves_structure_usage_and_the_exceptions_type()
    {
        using var session = Session(static span => span.WithholdContent());

        using (var span = Mlflow.StartActiveSpan("call", spanType: SpanType.ChatModel, inputs: "in"))
        {
            span.SetAttribute(SpanAttributeKey.TokenUsage, new { input_tokens = 3 });
            span.SetAttribute(SpanAttributeKey.Model, "m-1");
            span.SetAttribute("note", "n");
            span.AddEvent("remark", [new("text", "t")]);
            span.RecordException(new InvalidOperationException("message"));
            span.SetOutputs("out");
        }

        var trace = await session.SingleTraceAsync();
        var sent = trace.Spans.Single();
        Assert.AreEqual("call", sent.Name);
        Assert.IsNull(sent.Inputs);
        Assert.IsNull(sent.Outputs);
        Assert.AreEqual("InvalidOperationException", sent.Status.Message);
        CollectionAssert.AreEquivalent(
            new[] { SpanAttributeKey.TraceId, SpanAttributeKey.SpanType, SpanAttributeKey.LogLevel, SpanAttributeKey.TokenUsage, SpanAttributeKey.Model },
            sent.Attributes.Keys.ToArray());
        CollectionAssert.AreEqual(new[] { "remark", "exception" }, sent.Events.Select(happening => happening.Name).ToArray());
        Assert.AreEqual("\"System.InvalidOperationException\"", sent.Events.SelectMany(happening => happening.Attributes.Values).Single());
        Assert.AreEqual("""{"input_tokens":3}""", trace.Info.Metadata[TraceMetadataKey.TokenUsage]);
        Assert.IsNull(trace.Info.RequestPreview);
    }

    [TestMethod]
    public async Task Processors_run_in_order_and_also_on_spans_that_are_cut_off()
    {
        using var session = new RecordingSession(static options =>
        {
            options.SpanProcessors.Add(static span => span.UpdateName(span.Name + "1"));
            options.SpanProcessors.Add(static span => span.UpdateName(span.Name + "2"));
        });
        using (Mlflow.StartActiveSpan("root"))
        {
            Mlflow.StartSpan("open");
        }

        CollectionAssert.AreEqual(new[] { "root12", "open12" }, (await session.SingleTraceAsync()).Spans.Select(span => span.Name).ToArray());
    }

    [TestMethod]
    public async Task Processor_that_throws_is_reported_without_its_message_and_the_span_is_as_it_is()
    {
        using var session = Session(static _ => throw new InvalidOperationException("a secret"));
        TracingDiagnostic? complaint = null;
        session.Diagnostics.Reported += reported => complaint = reported;

        Mlflow.StartSpan("work", inputs: "in").End();

        Assert.AreEqual("\"in\"", (await session.SingleTraceAsync()).Spans.Single().Inputs);
        Assert.AreEqual("MLT207", complaint?.Id);
        Assert.DoesNotContain("a secret", complaint!.Message);
        Assert.DoesNotContain("work", complaint.Message);
        Assert.AreEqual("a secret", complaint.Exception?.Message);
    }

    [TestMethod]
    public async Task Processor_that_fails_closed_withholds_the_span_it_throws_on()
    {
        using var session = Session(SpanProcessors.FailClosed(static span =>
        {
            span.SetAttribute("half", "done");
            throw new InvalidOperationException("a secret");
        }));

        using (var span = Mlflow.StartActiveSpan("secret name", inputs: "in"))
        {
            span.SetStatus(SpanStatusCode.Error, "went wrong");
            span.AddEvent("secret event");
        }

        var sent = (await session.SingleTraceAsync()).Spans.Single();
        Assert.AreEqual("span", sent.Name);
        Assert.IsNull(sent.Inputs);
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error), sent.Status);
        Assert.IsEmpty(sent.Events);
        CollectionAssert.AreEquivalent(new[] { SpanAttributeKey.TraceId, SpanAttributeKey.SpanType, SpanAttributeKey.LogLevel }, sent.Attributes.Keys.ToArray());
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT230"));
    }

    [TestMethod]
    public async Task Change_by_another_thread_while_processors_run_is_ignored()
    {
        using var session = Session(static span =>
        {
            span.WithholdContent();
            var other = new Thread(() =>
            {
                Assert.IsFalse(span.IsRecording);
                span.SetOutputs("too late");
                span.AddEvent("too late");
            });
            other.Start();
            other.Join();
            Assert.IsTrue(span.IsRecording);
        });

        Mlflow.StartSpan("work").End();

        var sent = (await session.SingleTraceAsync()).Spans.Single();
        Assert.IsNull(sent.Outputs);
        Assert.IsEmpty(sent.Events);
    }

    [TestMethod]
    public async Task Trace_that_is_flushed_while_processors_run_elsewhere_waits_for_them()
    {
        using var isProcessing = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        using var session = Session(span =>
        {
            if (span.Name == "child")
            {
                isProcessing.Set();
                mayGoOn.Wait();
                span.SetInputs("redacted");
            }
        });
        LiveSpan child;
        using (Mlflow.StartActiveSpan("root"))
        {
            child = Mlflow.StartSpan("child", inputs: "secret");
        }

        var ending = Task.Run(child.End);
        isProcessing.Wait();
        var flushing = session.TracesAsync();
        Assert.IsFalse(flushing.IsCompleted);
        mayGoOn.Set();
        await ending;

        Assert.AreEqual("\"redacted\"", (await flushing).Single().SpanNamed("child").Inputs);
        Assert.AreEqual(0, session.Diagnostics.CountOf("MLT202"));
    }

    [TestMethod]
    public async Task Trace_that_waits_for_processors_gives_its_place_to_another()
    {
        using var isProcessing = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        using var session = new RecordingSession(options =>
        {
            options.MaxActiveTraces = 1;
            options.SpanProcessors.Add(span =>
            {
                if (span.Name == "slow")
                {
                    isProcessing.Set();
                    mayGoOn.Wait();
                }
            });
        });
        var slow = Mlflow.StartSpan("slow");
        var ending = Task.Run(slow.End);
        isProcessing.Wait();

        Mlflow.StartSpan("other").End();

        Assert.AreEqual("other", session.Runtime.LastCompleted?.Root.Name);
        mayGoOn.Set();
        await ending;
        Assert.HasCount(2, await session.TracesAsync());
    }

    [TestMethod]
    public void Span_that_records_nothing_has_no_content()
    {
        Mlflow.Use(null);
        var span = Mlflow.StartSpan("nothing", inputs: 1);

        span.RewriteTexts(static _ => throw new FormatException());
        span.WithholdContent();

        Assert.IsNull(span.Inputs);
        Assert.IsNull(span.Outputs);
        Assert.IsEmpty(span.Attributes);
        Assert.IsEmpty(span.Events);
        Assert.IsEmpty(span.Links);
        Assert.AreEqual(default, span.Status);
        Assert.IsFalse(span.RemoveAttribute("x"));
    }

    [TestMethod]
    public async Task Content_off_does_not_even_look_at_values()
    {
        using var session = new RecordingSession(static options => options.CaptureContent = false);

        using (var span = Mlflow.StartActiveSpan("work", inputs: new Watched(), attributes: [new("a", new Watched())]))
        {
            span.AddEvent("remark", [new("b", new Watched())]);
            span.SetOutputs(new Watched());
            Mlflow.Trace((Watched value) => value, name: "pass")(new Watched());
        }

        Assert.HasCount(2, (await session.SingleTraceAsync()).Spans);
        Assert.AreEqual(0, session.Diagnostics.Counts.Count);
    }

    private static string Fail(string text) => throw new FormatException(text);

    private static RecordingSession Session(Action<LiveSpan> processor) => new(options => options.SpanProcessors.Add(processor));

    private sealed class Watched
    {
        public string Secret => throw new InvalidOperationException($"{GetType()} was looked at");
    }
}
