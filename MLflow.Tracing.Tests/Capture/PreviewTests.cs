using MLflow.Tracing.Capture;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Capture;

[TestClass]
public sealed class PreviewTests
{
    private const int Limit = 1000;

    [TestMethod]
    [DataRow("25-chat-preview.json", 2)]
    [DataRow("11-large-preview.json", 1)]
    public void A_preview_is_the_one_of_the_TypeScript_sdk(string golden, int traces)
    {
        var requests = (JArray)Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", golden)))["requests"]!;
        var infos = Bodies(requests, "POST").Select(static body => body["trace"]!["trace_info"]!).ToDictionary(static info => (string)info["trace_id"]!);
        var compared = 0;
        foreach (var span in Bodies(requests, "PUT").Select(static body => body["spans"]![0]!))
        {
            var attributes = span["attributes"]!;
            var info = infos[(string)attributes["mlflow.traceRequestId"]!];
            Assert.AreEqual((string?)info["request_preview"], Preview.Request(attributes["mlflow.spanInputs"]!.ToString(Formatting.None), Limit));
            Assert.AreEqual((string?)info["response_preview"], Preview.Response(attributes["mlflow.spanOutputs"]!.ToString(Formatting.None), Limit));
            compared++;
        }

        Assert.AreEqual(traces, compared);
    }

    [TestMethod]
    [DataRow("""{"messages":[{"role":"user","content":"one"},{"role":"assistant","content":"two"},{"role":"user","content":"three"},{"role":"tool","content":"four"}]}""", "three")]
    [DataRow("""{"messages":[{"role":"system","content":"only"},{"role":"tool","content":"last"}]}""", "last")]
    [DataRow("""{"messages":[{"role":"user","content":"ok"},{"role":"user"},"text",null]}""", "ok")]
    [DataRow("""{"request":{"input":[{"role":"user","content":[{"type":"image"},{"type":"input_text","text":"no"},{"type":"text","text":"yes"}]}]}}""", "yes")]
    [DataRow("""{"input":[{"role":"user","content":["first","second"]}]}""", "first")]
    [DataRow("""{"messages":[{"role":"user","content":"2026-01-02T03:04:05Z"}]}""", "2026-01-02T03:04:05Z")]
    public void The_request_of_a_chat_is_its_last_user_message(string inputs, string expected)
        => Assert.AreEqual(expected, Preview.Request(inputs, Limit));

    [TestMethod]
    [DataRow("""{"choices":[{"message":{"role":"assistant","content":"answer"}},{"message":{"role":"assistant","content":"other"}}]}""", "answer")]
    [DataRow("""{"output":[{"type":"reasoning"},{"role":"assistant","content":[{"type":"output_text","text":"said"}]}]}""", "said")]
    public void The_response_of_a_chat_is_its_last_assistant_message(string outputs, string expected)
        => Assert.AreEqual(expected, Preview.Response(outputs, Limit));

    [TestMethod]
    [DataRow("x")]
    [DataRow("\\n")]
    [DataRow("\\u00e9")]
    [DataRow("\\ud83d\\ude00")]
    [DataRow("ab\\\\")]
    [DataRow("\\\"")]
    public void The_beginning_of_a_long_text_is_that_of_the_text(string part)
    {
        for (var shift = 0; shift < 7; shift++)
        {
            var text = new string('.', shift) + string.Concat(Enumerable.Repeat(part, 20_000));
            var json = $$"""{"note":"{{text}}","messages":[{"role":"user","content":"{{text}}"},{"role":"assistant","content":"{{text}}"}],"last":"{{text}}"}""";

            Assert.AreEqual(Preview.Cut((string?)JToken.Parse($"\"{text}\""), Limit), Preview.Request(json, Limit));
        }
    }

    [TestMethod]
    [DataRow("""{"messages":[]}""")]
    [DataRow("""{"messages":"role content"}""")]
    [DataRow("""{"messages":[{"role":"user","content":""}]}""")]
    [DataRow("""{"messages":[{"role":"user","content":null}]}""")]
    [DataRow("""{"choices":[{"message":null,"role":1,"content":2}]}""")]
    [DataRow("""["role","content"]""")]
    [DataRow("""{"role": "content" not json""")]
    [DataRow("5")]
    [DataRow("\"text\"")]
    public void Anything_else_is_its_json(string json)
    {
        Assert.AreEqual(json, Preview.Request(json, Limit));
        Assert.AreEqual(json, Preview.Response(json, Limit));
    }

    [TestMethod]
    public void Nothing_has_no_preview()
    {
        Assert.IsNull(Preview.Request(null, Limit));
        Assert.IsNull(Preview.Response(null, Limit));
        Assert.IsNull(Preview.Cut(null, Limit));
    }

    [TestMethod]
    public void A_cut_leaves_room_for_its_dots_and_whole_characters()
    {
        Assert.AreEqual("0123456789", Preview.Cut("0123456789", 10));
        Assert.AreEqual("0123456...", Preview.Cut("0123456789a", 10));
        Assert.AreEqual("012345...", Preview.Cut("012345😀89a", 10));
        Assert.AreEqual("01234😀...", Preview.Cut("01234😀789a", 10));
    }

    [TestMethod]
    public void A_chat_deeper_than_any_is_shown_as_json()
    {
        var json = "{\"role\":1,\"content\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        Assert.AreEqual($"{json.AsSpan(0, Limit - 3)}...", Preview.Request(json, Limit));
    }

    private static IEnumerable<JToken> Bodies(JArray requests, string method)
        => requests.Where(request => (string?)request["method"] == method).Select(static request => Parse((string)request["bodyText"]!));

    private static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JToken.Load(reader);
    }
}
