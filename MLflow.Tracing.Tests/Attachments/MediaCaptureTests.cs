using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>Which values become attachments, whatever objects they stand in.</summary>
[TestClass]
public sealed class MediaCaptureTests
{
    private static readonly byte[] s_image = Media.Bytes(600);
    private static readonly string s_base64 = Media.Base64(s_image);
    private static readonly string s_uri = Media.DataUri(s_image);

    /// <summary>With BASE64 in place of the base64 of an image, and URI in place of its data URI.</summary>
    public static IEnumerable<object[]> Messages =>
    [
        ["OpenAI image", """{"type":"image_url","image_url":{"url":"URI","detail":"low"}}""", "image/png"],
        ["OpenAI audio", """{"type":"input_audio","input_audio":{"data":"BASE64","format":"wav"}}""", "audio/wav"],
        ["OpenAI audio, format first", """{"type":"input_audio","input_audio":{"format":"mp3","data":"BASE64"}}""", "audio/mpeg"],
        ["OpenAI file as URI", """{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BASE64"}}""", "application/pdf"],
        ["OpenAI file", """{"type":"file","file":{"file_data":"BASE64","filename":"a.pdf"}}""", "application/pdf"],
        ["URI with parameters", """{"image_url":"data:image/gif;name=ann.gif;base64,BASE64"}""", "image/gif"],
        ["OpenAI Responses image", """{"type":"input_image","image_url":"URI"}""", "image/png"],
        ["OpenAI generated image", """{"data":[{"b64_json":"BASE64","revised_prompt":"a sunset"}]}""", "image/png"],
        ["OpenAI Responses generated image", """{"type":"image_generation_call","result":"BASE64","output_format":"webp"}""", "image/webp"],
        ["Anthropic", """{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"BASE64"}}""", "image/jpeg"],
        ["Gemini", """{"parts":[{"inline_data":{"mime_type":"image/webp","data":"BASE64"}}]}""", "image/webp"],
        ["Gemini, camel case, type last", """{"parts":[{"inlineData":{"data":"BASE64","mimeType":"audio/L16;rate=24000"}}]}""", "audio/L16;rate=24000"],
    ];

    public static IEnumerable<object[]> NoMedia =>
    [
        ["""{"data":"BASE64"}"""],
        ["""{"data":"BASE64","mime_type":"none"}"""],
        ["""{"result":"BASE64"}"""],
        ["""{"text":"BASE64","mime_type":"image/png"}"""],
        ["""{"data":"forty characters are few for base64, so BASE64","mime_type":"image/png"}"""],
        ["""["https://example.com/BASE64","data: BASE64","data:;base64,BASE64","data:image/png,BASE64","data:image;base64,BASE64"]"""],
    ];

    [TestMethod]
    [DynamicData(nameof(Messages))]
    public async Task Media_in_messages_become_attachments_and_the_rest_of_the_message_stays(string kind, string template, string contentType)
    {
        var json = Filled(template);
        foreach (var (form, value) in FormsOf(json))
        {
            var trace = await RecordAsync(value);

            var reference = Media.ReferencesIn(trace.Spans[0].Inputs).Single();
            var attachment = Media.Find(trace, reference);
            Assert.AreEqual(contentType, attachment.ContentType, $"{kind}: {form}");
            CollectionAssert.AreEqual(s_image, attachment.Content.ToArray());
            var at = json.IndexOf(s_base64, StringComparison.Ordinal);
            var before = json.LastIndexOf('"', at);
            Assert.AreEqual(json[..(before + 1)] + reference + json[(at + s_base64.Length)..], trace.Spans[0].Inputs, $"{kind}: {form}");
            Assert.DoesNotContain("ann", reference);
        }
    }

    [TestMethod]
    [DynamicData(nameof(NoMedia))]
    public async Task Text_that_nothing_says_is_media_stays_as_it_is(string template)
    {
        var json = Filled(template);
        foreach (var (form, value) in FormsOf(json))
        {
            var trace = await RecordAsync(value);

            Assert.AreEqual(json, trace.Spans[0].Inputs, form);
            Assert.IsEmpty(trace.Attachments);
        }
    }

    [TestMethod]
    public async Task Text_that_is_no_media_after_all_is_cut_where_an_ordinary_one_is()
    {
        var text = new string('A', 5000);

        var ordinary = await RecordAsync(new { name = text, after = 1 }, static options => options.CaptureMaxCharacters = 1000);
        var doubtful = await RecordAsync(new { data = text, after = 1 }, static options => options.CaptureMaxCharacters = 1000);

        Assert.Contains("(+", doubtful.Spans[0].Inputs!);
        Assert.IsTrue(Math.Abs(ordinary.Spans[0].Inputs!.Length - doubtful.Spans[0].Inputs!.Length) < 100, doubtful.Spans[0].Inputs);
    }

    [TestMethod]
    public async Task Budget_of_a_value_does_not_cut_media_and_is_not_used_up_by_it()
    {
        var large = Media.Bytes(500_000);
        var trace = await RecordAsync(new { image = Media.DataUri(large), note = "still there", audio = new { data = Media.Base64(large), format = "wav" }, last = 1 }, static options => options.CaptureMaxCharacters = 200);

        var inputs = JObject.Parse(trace.Spans[0].Inputs!);
        Assert.AreEqual("still there", (string?)inputs["note"]);
        Assert.AreEqual(1, (int)inputs["last"]!);
        Assert.HasCount(2, trace.Attachments);
        Assert.IsTrue(trace.Attachments.All(attachment => attachment.Content.Length == large.Length));
    }

    [TestMethod]
    public async Task Media_are_found_wherever_values_come_from()
    {
        using var session = new RecordingSession();
        var sum = Mlflow.Trace(static (string text, Uri uri, Part part) => new[] { text }, name: "call");

        sum(s_uri, new Uri(s_uri), new Part("image", new Uri(s_uri), s_uri));
        using (var span = Mlflow.StartActiveSpan("more", inputs: s_uri))
        {
            span.SetAttribute("own", new List<string> { s_uri });
            span.AddEvent("happened", new Dictionary<string, object?> { ["image"] = s_uri });
            span.SetOutputs(new Dictionary<string, object> { ["all"] = new[] { s_uri, s_uri } });
        }

        var traces = await session.TracesAsync();
        Assert.HasCount(4, Media.ReferencesIn(traces[0].Spans[0].Inputs), traces[0].Spans[0].Inputs);
        Assert.HasCount(1, Media.ReferencesIn(traces[0].Spans[0].Outputs));
        var more = traces[1].Spans[0];
        Assert.HasCount(1, Media.ReferencesIn(more.Inputs));
        Assert.HasCount(2, Media.ReferencesIn(more.Outputs));
        Assert.HasCount(1, Media.ReferencesIn(more.Attributes["own"]));
        Assert.HasCount(1, Media.ReferencesIn(more.Events[0].Attributes["image"]));
        Assert.DoesNotContain(span => span.Inputs!.Contains(s_base64, StringComparison.Ordinal), traces.SelectMany(static trace => trace.Spans));
    }

    [TestMethod]
    public async Task Same_text_in_many_spans_of_a_trace_is_one_attachment()
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("agent", inputs: new { history = new[] { s_uri } }))
        {
            Mlflow.StartSpan("model", inputs: new { messages = new[] { s_uri, "hello" } }).End();
            Mlflow.StartSpan("model", inputs: new { messages = new[] { s_uri, "hello", "again" } }).End(s_uri);
        }

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(1, trace.Attachments);
        Assert.HasCount(1, trace.Spans.SelectMany(static span => Media.ReferencesIn(span.Inputs)).Distinct());
    }

    [TestMethod]
    public async Task Items_of_a_sequence_and_arguments_of_its_call_become_attachments()
    {
        using var session = new RecordingSession();
        var frames = Mlflow.Trace(static (string image) => Frames(image), name: "frames");

        foreach (var frame in frames(s_uri))
        {
            Assert.AreEqual(s_uri, frame);
        }

        var span = (await session.SingleTraceAsync()).Spans[0];
        Assert.HasCount(1, Media.ReferencesIn(span.Inputs), span.Inputs);
    }

    [TestMethod]
    public async Task Bytes_become_an_attachment_where_they_would_have_been_cut()
    {
        var (small, large) = (Media.Bytes(30), Media.Bytes(5000));

        foreach (var (kind, value, contentType) in new (string, Func<byte[], object>, string)[]
        {
            ("array", static bytes => bytes, "application/octet-stream"),
            ("memory", static bytes => new ReadOnlyMemory<byte>(bytes), "application/octet-stream"),
            ("BinaryData", static bytes => new BinaryData(bytes), "application/octet-stream"),
            ("BinaryData with a type", static bytes => new BinaryData(bytes, "image/gif"), "image/gif"),
        })
        {
            var source = (byte[])large.Clone();
            var trace = await RecordAsync(new { small = value(small), large = value(source) }, static options => options.CaptureMaxCharacters = 500, afterwards: () => Array.Clear(source));

            var inputs = JObject.Parse(trace.Spans[0].Inputs!);
            Assert.AreEqual(Media.Base64(small), (string?)inputs["small"], kind);
            var attachment = Media.Find(trace, (string)inputs["large"]!);
            Assert.AreEqual(contentType, attachment.ContentType, kind);
            CollectionAssert.AreEqual(large, attachment.Content.ToArray(), kind);
        }
    }

    [TestMethod]
    public async Task Long_text_in_binary_data_stays_a_text_that_processors_can_read()
    {
        var trace = await RecordAsync(new BinaryData(Encoding.UTF8.GetBytes(new string('x', 5000))), static options => options.CaptureMaxCharacters = 500);

        Assert.IsEmpty(trace.Attachments);
        Assert.StartsWith("\"xxx", trace.Spans[0].Inputs!);
    }

    [TestMethod]
    public async Task Text_that_is_no_base64_is_replaced_and_reported()
    {
        using var session = new RecordingSession();
        Mlflow.StartSpan("one", inputs: new { image = $"data:image/png;base64,{new string('!', 80)}", good = s_uri }).End();

        var trace = await session.SingleTraceAsync();
        Assert.Contains("<attachment left out: image/png, 60 bytes>", trace.Spans[0].Inputs!);
        Assert.Contains("<attachment left out: image/png, 60 bytes>", trace.Info.RequestPreview!);
        Assert.HasCount(1, trace.Attachments);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT263"));
    }

    [TestMethod]
    public async Task Line_breaks_inside_base64_do_not_count()
    {
        var folded = "data:image/png;base64," + Convert.ToBase64String(s_image, Base64FormattingOptions.InsertLineBreaks);

        var trace = await RecordAsync(new { image = folded });

        var reference = Media.ReferencesIn(trace.Spans[0].Inputs).Single();
        Assert.EndsWith($"&size={s_image.Length}", reference);
        CollectionAssert.AreEqual(s_image, Media.Find(trace, reference).Content.ToArray());
    }

    [TestMethod]
    public async Task Switched_off_only_attachments_of_the_program_are_attached()
    {
        var bytes = Media.Bytes(5000);
        var trace = await RecordAsync(
            new { image = s_uri, audio = new { data = s_base64, format = "wav" }, bytes, own = new Attachment("image/png", bytes) },
            static options => options.ExtractAttachments = false);

        Assert.AreEqual("image/png", trace.Attachments.Single().ContentType);
        var inputs = JObject.Parse(trace.Spans[0].Inputs!);
        Assert.AreEqual(s_uri, (string?)inputs["image"]);
        Assert.AreEqual(s_base64, (string?)inputs["audio"]!["data"]);
        Assert.AreEqual(Media.Base64(bytes), (string?)inputs["bytes"]);
        Assert.StartsWith("mlflow-attachment://", (string)inputs["own"]!);
    }

    [TestMethod]
    public async Task Converter_of_the_program_does_not_hide_media()
    {
        var trace = await RecordAsync(new Converted { Image = s_uri });

        Assert.HasCount(1, trace.Attachments);
        Assert.HasCount(1, Media.ReferencesIn(trace.Spans[0].Inputs));
    }

    private static string Filled(string template) => template.Replace("URI", s_uri, StringComparison.Ordinal).Replace("BASE64", s_base64, StringComparison.Ordinal);

    private static IEnumerable<(string Form, object Value)> FormsOf(string json)
    {
        yield return ("JObject", JToken.Parse(json));
        yield return ("JsonElement", JsonSerializer.Deserialize<JsonElement>(json));
        yield return ("JsonNode", JsonNode.Parse(json)!);
        yield return ("BinaryData", new BinaryData(Encoding.UTF8.GetBytes(json)));
        yield return ("dictionaries", Plain(JToken.Parse(json))!);
    }

    private static object? Plain(JToken token) => token switch
    {
        JObject members => members.Properties().ToDictionary(static member => member.Name, static member => Plain(member.Value)),
        JArray items => items.Select(Plain).ToList(),
        _ => ((JValue)token).Value,
    };

    private static IEnumerable<string> Frames(string image)
    {
        yield return image;
    }

    private static async Task<Trace> RecordAsync(object inputs, Action<MlflowOptions>? configure = null, Action? afterwards = null)
    {
        using var session = new RecordingSession(configure);
        var span = Mlflow.StartSpan("one", inputs: inputs);
        afterwards?.Invoke();
        span.End();
        return await session.SingleTraceAsync();
    }

    private sealed record Part(string Kind, Uri Image, string Thumbnail);

    [Newtonsoft.Json.JsonConverter(typeof(Converter))]
    private sealed class Converted
    {
        public string Image { get; init; } = "";
    }

    private sealed class Converter : Newtonsoft.Json.JsonConverter<Converted>
    {
        public override void WriteJson(Newtonsoft.Json.JsonWriter writer, Converted? value, Newtonsoft.Json.JsonSerializer serializer)
        {
            writer.WriteStartArray();
            writer.WriteValue("short");
            writer.WriteValue(value!.Image);
            writer.WriteValue("long " + new string('x', 100));
            writer.WriteEndArray();
        }

        public override Converted ReadJson(Newtonsoft.Json.JsonReader reader, Type objectType, Converted? existingValue, bool hasExistingValue, Newtonsoft.Json.JsonSerializer serializer)
            => throw new NotSupportedException();
    }
}
