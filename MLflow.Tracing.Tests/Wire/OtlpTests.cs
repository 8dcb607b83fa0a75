using Google.Protobuf;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Wire.Otlp;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class OtlpTests
{
    [TestMethod]
    public async Task Push_of_the_golden_trace_decodes_to_the_same_messages()
    {
        var golden = Golden.Load("60-otlp-request-constructed.json");

        // The record counts dropped attributes, events and links: none, which is the default.
        var expected = ExportRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(Convert.FromBase64String((string)golden["bodyBase64"]!)).ResourceSpans[0].ScopeSpans[0];
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address);

        await run.DeliverAsync(TraceOf(golden));

        CollectionAssert.AreEqual(new[] { RecordedRequest.StartTrace, RecordedRequest.PushSpans }, server.Routes.ToArray());
        var push = server.Requests[1];
        Assert.AreEqual("application/x-protobuf", push.Header("Content-Type"));
        Assert.AreEqual("123", push.Header("x-mlflow-experiment-id"));
        Assert.IsNull(push.Header("Content-Encoding"));
        var sent = push.Otlp.ResourceSpans.Single();
        CollectionAssert.AreEqual(expected.Spans, sent.ScopeSpans.Single().Spans, $"{expected.Spans}\nwas expected, this was sent:\n{sent}");
        Assert.Contains("service.name", sent.Resource.Attributes.Select(attribute => attribute.Key));
        Assert.IsTrue(
            JToken.DeepEquals(golden["traceInfoSentSeparately"], server.Requests[0].Json["trace"]!["trace_info"]),
            server.Requests[0].Text);
    }

    [TestMethod]
    [DataRow("\"text\"", """{ "stringValue": "text" }""")]
    [DataRow("\"2026-11-22T21:19:16Z\"", """{ "stringValue": "2026-11-22T21:19:16Z" }""")]
    [DataRow("\"\"", """{ "stringValue": "" }""")]
    [DataRow("0", """{ "intValue": "0" }""")]
    [DataRow("-1", """{ "intValue": "-1" }""")]
    [DataRow("9223372036854775807", """{ "intValue": "9223372036854775807" }""")]
    [DataRow("9223372036854775808", """{ "stringValue": "9223372036854775808" }""")]
    [DataRow("1.0", """{ "doubleValue": 1 }""")]
    [DataRow("-2.5e-3", """{ "doubleValue": -0.0025 }""")]
    [DataRow("1e999", """{ "stringValue": "Infinity" }""")]
    [DataRow("false", """{ "boolValue": false }""")]
    [DataRow("null", """{ }""")]
    [DataRow("[]", """{ "arrayValue": { } }""")]
    [DataRow("{}", """{ "kvlistValue": { } }""")]
    [DataRow("[1,[null,{\"a\":\"b\"}]]", """{ "arrayValue": { "values": [ { "intValue": "1" }, { "arrayValue": { "values": [ { }, { "kvlistValue": { "values": [ { "key": "a", "value": { "stringValue": "b" } } ] } } ] } } ] } }""")]
    [DataRow("not json", """{ "stringValue": "not json" }""")]
    [DataRow("{\"torn\":[1,", """{ "stringValue": "{\"torn\":[1," }""")]
    [DataRow("1 2", """{ "stringValue": "1 2" }""")]
    [DataRow("", """{ "stringValue": "" }""")]
    public void Attribute_is_sent_as_the_native_value_of_its_json_text(string json, string expected)
        => Assert.AreEqual(expected, JsonFormatter.Default.Format(Encode(("v", json))["v"]));

    [TestMethod]
    public void Value_when_nested_deeper_than_readers_go_keeps_its_depths_as_json_text()
    {
        const int depth = 10_000;
        var json = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        var value = Encode(("v", json))["v"];

        var levels = 0;
        for (; value.ValueCase == AnyValue.ValueOneofCase.KvlistValue; levels++)
        {
            value = value.KvlistValue.Values.Single().Value;
        }

        Assert.AreEqual(25, levels);
        Assert.AreEqual(json[(5 * levels)..^levels], value.StringValue);
    }

    [TestMethod]
    public void Lone_surrogate_when_sent_becomes_the_replacement_character()
        => Assert.AreEqual("a\uFFFDb", Encode(("v", "\"a\\ud83db\""))["v"].StringValue);

    [TestMethod]
    public void Messages_of_every_length_of_length_prefix_survive()
    {
        foreach (var length in new[] { 0, 1, 100, 127, 128, 200, 16_383, 16_384, 100_000, 2_200_000 })
        {
            var text = new string('é', length / 2);

            Assert.AreEqual(text, Encode(("v", JsonConvert.ToString(text)))["v"].StringValue, $"{length} bytes");
        }
    }

    [TestMethod]
    public void Events_links_status_and_times_are_sent_in_otlps_units()
    {
        var trace = SampleTrace.Create();
        var span = trace.Spans[0] with
        {
            Status = new SpanStatus(SpanStatusCode.Error, "TypeError: bad"),
            Events = [new SpanEvent("exception", SampleTrace.StartNs + 5, new Dictionary<string, string> { ["exception.message"] = "\"bad\"" })],
            Links = [new SpanLink("tr-000000000000000000000000000000ff", "00000000000000fe", new Dictionary<string, string> { ["why"] = "1" })],
        };

        var sent = Decode([span]).Single();

        Assert.AreEqual((2, "TypeError: bad"), (sent.Status.Code, sent.Status.Message));
        Assert.AreEqual((ulong)SampleTrace.StartNs, sent.StartTimeUnixNano);
        Assert.AreEqual((ulong)SampleTrace.StartNs + 5, sent.Events.Single().TimeUnixNano);
        Assert.AreEqual("bad", sent.Events.Single().Attributes.Single().Value.StringValue);
        Assert.AreEqual("00000000000000FE", Convert.ToHexString(sent.Links.Single().SpanId.Span));
        Assert.AreEqual("000000000000000000000000000000FF", Convert.ToHexString(sent.Links.Single().TraceId.Span));
        Assert.AreEqual(1, sent.Links.Single().Attributes.Single().Value.IntValue);
    }

    [TestMethod]
    public void Large_trace_is_cut_into_requests_that_hold_every_span_once()
    {
        Span[] spans = [.. Enumerable.Range(1, 10).Select(i => SampleTrace.CreateSpan(1, $"span {i}", i, i == 1 ? null : 1, ("text", JsonConvert.ToString(new string('x', 300)))))];
        var names = new List<string>();
        var requests = 0;
        for (var next = 0; next < spans.Length; requests++)
        {
            names.AddRange(Read(OtlpTraceRequest.Write(spans, next, out next, softLimitBytes: 1000)).Select(span => span.Name));
        }

        Assert.IsGreaterThan(2, requests);
        CollectionAssert.AreEqual(spans.Select(span => span.Name).ToArray(), names);
    }

    private static Dictionary<string, AnyValue> Encode(params (string Name, string Json)[] attributes)
        => Decode(SampleTrace.Create(1, attributes).Spans).Single().Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value);

    private static IReadOnlyList<OtlpSpan> Decode(IReadOnlyList<Span> spans)
    {
        var body = OtlpTraceRequest.Write(spans, 0, out var next);
        Assert.AreEqual(spans.Count, next);
        return Read(body);
    }

    private static IReadOnlyList<OtlpSpan> Read(ArraySegment<byte> body)
        => [.. ExportRequest.Parser.ParseFrom(body.Array, body.Offset, body.Count).ResourceSpans.Single().ScopeSpans.Single().Spans];

    /// <summary>The golden's OTLP JSON as a model, with the trace information that it lists.</summary>
    private static Trace TraceOf(Golden golden)
    {
        var info = GoldenTrace.InfoFrom((JObject)golden["traceInfoSentSeparately"]!);
        var spans = golden["otlpJson"]!.SelectTokens("$.resourceSpans[0].scopeSpans[0].spans[*]");
        return new Trace(info, [.. spans.Select(span => new Span
        {
            TraceId = info.TraceId,
            SpanId = (string)span["spanId"]!,
            ParentId = (string?)span["parentSpanId"],
            Name = (string)span["name"]!,
            StartTimeUnixNs = (long)span["startTimeUnixNano"]!,
            EndTimeUnixNs = (long)span["endTimeUnixNano"]!,
            Status = new SpanStatus((SpanStatusCode)(int)span["status"]!["code"]!),
            Attributes = span["attributes"]!.ToDictionary(
                attribute => (string)attribute["key"]!,
                attribute => NativeOf((JObject)attribute["value"]!).ToString(Formatting.None)),
        })]);
    }

    private static JToken NativeOf(JObject value) => value.Properties().SingleOrDefault() switch
    {
        null => JValue.CreateNull(),
        { Name: "kvlistValue" } list => new JObject(list.Value["values"]!.Select(pair => new JProperty((string)pair["key"]!, NativeOf((JObject)pair["value"]!)))),
        { Name: "arrayValue" } array => new JArray(array.Value["values"]!.Select(item => NativeOf((JObject)item))),
        var scalar => scalar.Value,
    };
}
