using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.BadInput;

/// <summary>What a server is sent of input that no server stores as it is: readable, within the limits, and told.</summary>
[TestClass]
public sealed class WireTests
{
    private const string Emoji = "😀";

    [TestMethod]
    public async Task Texts_too_long_for_a_server_are_cut_on_a_whole_character_and_counted()
    {
        await using var run = new WireRun();
        var long50 = new string('c', 49) + Emoji;
        var long250 = new string('k', 249) + Emoji;
        var long500 = new string('t', 499) + Emoji;
        var long8000 = new string('v', 7999) + Emoji;

        using (Mlflow.TracingContext(tags: [new("region" + long250, "1")]))
        using (Mlflow.StartActiveSpan(long8000, spanType: long500))
        {
            Mlflow.UpdateCurrentTrace(
                tags: [new(long250, long8000)],
                metadata: [new("m" + long250, "1"), new("whole", new string('v', 8000))],
                sessionId: long8000,
                clientRequestId: long50,
                requestPreview: new string('p', 996) + Emoji + Emoji + Emoji,
                responsePreview: Emoji);
        }

        var (info, spans) = await run.SentAsync();
        var (tags, metadata) = ((JObject)info["tags"]!, (JObject)info["trace_metadata"]!);
        Assert.AreEqual(new string('v', 7999), (string?)tags[new string('k', 249)]);
        Assert.IsNotNull(tags["region" + new string('k', 244)]);
        Assert.IsNotNull(metadata["m" + new string('k', 249)]);
        Assert.AreEqual(8000, ((string)metadata["whole"]!).Length);
        Assert.AreEqual(7999, ((string)metadata[TraceMetadataKey.Session]!).Length);
        Assert.AreEqual(new string('c', 49), (string?)info["client_request_id"]);
        Assert.AreEqual(new string('p', 996) + "...", (string?)info["request_preview"]);
        Assert.AreEqual(Emoji, (string?)info["response_preview"]);
        Assert.AreEqual(new string('t', 499), (string?)spans.Single().Attributes[SpanAttributeKey.SpanType]);
        Assert.AreEqual(long8000, spans.Single().Name, "names have no limit");
        Assert.IsTrue(tags.Properties().Concat(metadata.Properties()).All(pair => pair.Name.Length <= 250 && ((string)pair.Value!).Length <= 8000));

        // Four keys and values of the tags (the trace's name is one), one key of metadata, session, request id, type.
        Assert.AreEqual(8, run.CountOf("MLT416"));
    }

    [TestMethod]
    public async Task Halves_of_characters_and_control_characters_arrive_as_readable_text()
    {
        await using var run = new WireRun();

        using (var span = Mlflow.StartActiveSpan("name\ud83d", spanType: "type\0", inputs: new { text = "a\ud83db", nul = "\0", line = "\r\n\u2028" }))
        {
            span.SetAttribute("key\udc00", "value\ud83d");
            span.AddEvent("event\ud83d", [new("\ud83d", "\ud83d")]);
            span.SetStatus(SpanStatusCode.Error, "why\ud83d");
            Mlflow.UpdateCurrentTrace(tags: [new("tag\ud83d", "\ud83d")], sessionId: "s\udc00", requestPreview: "p\ud83d");
        }

        var (info, spans) = await run.SentAsync();
        Assert.AreEqual("\uFFFD", (string?)info["tags"]!["tag\uFFFD"]);
        Assert.AreEqual("p\uFFFD", (string?)info["request_preview"]);
        var sent = spans.Single();
        Assert.AreEqual(("name\uFFFD", "why\uFFFD", "value\uFFFD"), (sent.Name, sent.Message, (string?)sent.Attributes["key\uFFFD"]));
        Assert.AreEqual("a\uFFFDb", (string?)sent.Attributes[SpanAttributeKey.Inputs]!["text"]);
        Assert.AreEqual("\r\n\u2028", (string?)sent.Attributes[SpanAttributeKey.Inputs]!["line"]);
        Assert.AreEqual("event\uFFFD", (string?)sent.Events.Single()["name"]);
    }

    [TestMethod]
    public async Task Times_out_of_order_make_no_negative_duration()
    {
        await using var run = new WireRun();

        var root = Mlflow.StartSpan("root", startTimeUnixNs: 2_000);
        root.AddEvent("before", timeUnixNs: 1);
        root.AddEvent("after", timeUnixNs: 9_000);
        Mlflow.StartSpan("early", parent: root, startTimeUnixNs: 1_000).EndAt(500);
        Mlflow.StartSpan("negative", parent: root, startTimeUnixNs: 1_000).EndAt(-1);
        Mlflow.StartSpan("last", parent: root, startTimeUnixNs: long.MaxValue - 1).EndAt(long.MaxValue);
        root.EndAt(3_000);
        root.AddEvent("late");

        var (info, spans) = await run.SentAsync();
        Assert.AreEqual(("1970-01-01T00:00:00.000002Z", "0.000001s"), ((string?)info["request_time"], (string?)info["execution_duration"]));
        CollectionAssert.AreEqual(new[] { 2_000L, 1_000, 1_000, long.MaxValue - 1 }, spans.Select(span => span.StartNs).ToArray());
        CollectionAssert.AreEqual(new[] { 3_000, 1_001, 1_001, long.MaxValue }, spans.Select(span => span.EndNs).ToArray());
        CollectionAssert.AreEqual(new[] { "before", "after" }, spans[0].Events.Select(happening => (string?)happening["name"]).ToArray());
        Assert.AreEqual(2, run.CountOf("MLT210"));
    }

    [TestMethod]
    public async Task Numbers_that_are_none_arrive_as_text_and_count_nothing()
    {
        await using var run = new WireRun();

        using (var span = Mlflow.StartActiveSpan("numbers", inputs: new { nan = double.NaN, list = new[] { float.NegativeInfinity } }))
        {
            span.SetAttribute("nan", double.NaN);
            span.SetAttribute("not json", new { a = double.PositiveInfinity });
            span.SetAttribute(SpanAttributeKey.TokenUsage, new { input_tokens = -5, output_tokens = 7, total_tokens = "many" });
            using var other = Mlflow.StartSpan("other", parent: span);
            span.SetOutputs(double.NaN);
        }

        var (info, spans) = await run.SentAsync();
        Assert.AreEqual("""{"nan":"NaN","list":["-Infinity"]}""", spans[0].Attributes[SpanAttributeKey.Inputs]!.ToString(Newtonsoft.Json.Formatting.None));
        Assert.AreEqual(("NaN", "NaN"), ((string?)spans[0].Attributes["nan"], (string?)spans[0].Attributes[SpanAttributeKey.Outputs]));
        Assert.AreEqual("""{"output_tokens":7}""", (string?)info["trace_metadata"]![TraceMetadataKey.TokenUsage]);
    }

    [TestMethod]
    public async Task Copied_trace_with_odd_parts_is_whole_and_readable()
    {
        await using var run = new WireRun();
        var none = new Dictionary<string, string>();
        var link = new SpanLink("tr-0123456789abcdef0123456789abcdef", "0123456789abcdef", none);
        Span[] odd =
        [
            Odd("self", "self") with { Status = new SpanStatus((SpanStatusCode)99), Links = [link, link with { SpanId = "odd" }, link with { TraceId = "tr-" }] },
            Odd("a", "b") with { StartTimeUnixNs = -5, EndTimeUnixNs = -9, Events = [new SpanEvent("e", -1, none)] },
            Odd("b", "a") with { StartTimeUnixNs = long.MaxValue, EndTimeUnixNs = 3 },
            Odd("twice", "self") with { Attributes = new Dictionary<string, string> { ["torn"] = "{\"a\":[1,", [SpanAttributeKey.TokenUsage] = """{"input_tokens":1e300,"output_tokens":-1}""" } },
            Odd("twice", "nowhere"),
            Odd("child", "twice"),
        ];

        using (Mlflow.StartActiveSpan("root"))
        {
            Mlflow.AddTrace(new Trace(SampleTrace.Create().Info, odd));
        }

        var (info, spans) = await run.SentAsync();
        Assert.HasCount(7, spans);
        Assert.AreEqual("OK", (string?)info["state"]);
        var names = spans.ToDictionary(span => span.Id, span => span.Name);
        Assert.AreEqual(
            "root,root,b,self,root,twice",
            string.Join(',', new[] { "self", "b", "a" }.Select(Parent).Concat(spans.Where(span => span.Name == "twice").Select(span => names[span.ParentId])).Append(Parent("child"))));
        Assert.AreEqual(spans.First(span => span.Name == "twice").Id, spans.Single(span => span.Name == "child").ParentId);
        Assert.IsTrue(spans.All(span => span.StartNs >= 0 && span.EndNs > span.StartNs));
        Assert.AreEqual("UNSET", spans.Single(span => span.Name == "self").Status);
        Assert.AreEqual("{\"a\":[1,", (string?)spans.First(span => span.Name == "twice").Attributes["torn"]);
        Assert.AreEqual(3, run.CountOf("MLT250"), "two links and a time");

        string Parent(string name) => names[spans.Single(span => span.Name == name).ParentId];
    }

    [TestMethod]
    public void Copied_trace_without_what_a_trace_needs_is_refused()
    {
        using var session = new RecordingSession();
        var info = SampleTrace.Create().Info;

        Refuses(new(info, null!));
        Refuses(new(null!, []));
        Refuses(new(info, [null!]));
        Refuses(new(info, [Odd(null!, null)]));
        Refuses(new(info, [Odd("a", null) with { Name = null! }]));
        Refuses(new(info, [Odd("a", null) with { Events = null! }]));

        Assert.AreEqual(0, session.Runtime.Buffer.Count);

        static void Refuses(Trace trace) => Assert.ThrowsExactly<ArgumentException>(() => Mlflow.AddTrace(trace));
    }

    [TestMethod]
    [DataRow("traceparent", null)]
    [DataRow("traceparent", "")]
    [DataRow("traceparent", "00-00000000000000000000000000000000-0000000000000000-01")]
    [DataRow("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01\r\nX: y")]
    [DataRow("traceparent", "\ud83d")]
    [DataRow(null, "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")]
    public async Task Invalid_headers_leave_a_trace_of_its_own(string? name, string? value)
    {
        await using var run = new WireRun();

        using (Mlflow.TracingContextFromHeaders([new KeyValuePair<string, string>(name!, value!), new("baggage", "mlflow.trace.session=%")]))
        {
            Mlflow.StartSpan("span").End();
        }

        var (info, spans) = await run.SentAsync();
        Assert.AreEqual("", spans.Single().ParentId);
        Assert.AreEqual("OK", (string?)info["state"]);
        Assert.AreEqual(1, run.CountOf("MLT221"));
    }

    [TestMethod]
    [DataRow("\r\nX-Other: y")]
    [DataRow("\n")]
    [DataRow("\0")]
    public void Line_break_in_a_header_is_no_second_header(string value)
    {
        var request = new ServerRequest(HttpMethod.Post, new Uri("http://localhost/")) { Headers = [new("x-mlflow-experiment-id", "1" + value)] };

        Assert.Contains("x-mlflow-experiment-id", Assert.ThrowsExactly<FormatException>(request.ToMessage).Message);
    }

    private static Span Odd(string id, string? parent)
        => SampleTrace.CreateSpan(1, id ?? "none", 1, null) with { SpanId = id!, ParentId = parent };
}
