using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using MLflow.Tracing.Http.Formats;
using MLflow.Tracing.Http.Observation;
using MLflow.Tracing.Http.Streaming;

namespace MLflow.Tracing.Tests.Integrations.Http;

/// <summary>How the pieces of streamed answers are taken apart and put together, whatever they are and wherever they are split.</summary>
[TestClass]
public sealed class StreamedAnswerTests
{
    private const int Enough = 1 << 20;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static readonly Gen<string> s_text = Gen.OneOf(Gen.String[Gen.Char['\u0000', '\u00ff'], 0, 12], Gen.Const("plain"), Gen.Const("\n\"\\\t"), Gen.Const("🌍\u2028"));

    private static readonly Gen<string> s_chatPiece = Gen.OneOf(
        With("""{"id":"c","choices":[{"index":0,"delta":{"content":TEXT}}]}"""),
        With("""{"id":"c","choices":[{"index":0,"delta":{"content":TEXT},"finish_reason":null}]}"""),
        With("""{"id":"c","choices":[{"index":1,"delta":{"reasoning":TEXT}}]}"""),
        With("""{"id":"c","choices":[{"index":0,"delta":{"content":"x","refusal":TEXT}}]}"""),
        With("""{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":TEXT}}]}}]}"""),
        With("""{"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":TEXT}}]}}]}"""),
        Gen.Const("""{"id":"d","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}"""),
        Gen.Const("""{"broken":"""));

    private static readonly Gen<string> s_anthropicPiece = Gen.OneOf(
        With("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":TEXT}}"""),
        With("""{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":TEXT}}"""),
        With("""{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":TEXT}}"""),
        Gen.Const("""{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","input":{}}}"""),
        Gen.Const("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}"""));

    private static readonly Gen<string> s_geminiPiece = Gen.OneOf(
        With("""{"candidates":[{"content":{"parts":[{"text":TEXT}]}}]}"""),
        With("""{"candidates":[{"content":{"parts":[{"text":TEXT,"thought":true}]}}]}"""),
        Gen.Const("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}}}]}}]}"""));

    [TestMethod]
    public void Pieces_like_the_last_one_are_read_as_the_others_are()
    {
        AssertSameWithAndWithoutRepetition(OpenAIFormat.Completions, s_chatPiece);
        AssertSameWithAndWithoutRepetition(AnthropicFormat.Messages, s_anthropicPiece);
        AssertSameWithAndWithoutRepetition(GeminiFormat.GenerateContent, s_geminiPiece);
    }

    [TestMethod]
    [DataRow("\"", false)]
    [DataRow("a\\", false)]
    [DataRow("\\x", false)]
    [DataRow("\\u12g4", false)]
    [DataRow("\\u12", false)]
    [DataRow("a\u0001", false)]
    [DataRow("\\u00e9\\n", true)]
    [DataRow("", true)]
    public void Piece_that_is_like_the_last_one_is_no_less_checked(string text, bool isUnderstood)
    {
        var answer = OpenAIFormat.Completions.NewStreamedAnswer(Enough);
        Read(answer, """{"choices":[{"index":0,"delta":{"content":"a"}}]}""");

        Read(answer, """{"choices":[{"index":0,"delta":{"content":"TEXT"}}]}""".Replace("TEXT", text, StringComparison.Ordinal));

        Assert.AreEqual(isUnderstood ? (2, 0) : (1, 1), (answer.Pieces, answer.NotUnderstood));
    }

    [TestMethod]
    public void List_is_split_into_its_objects_wherever_its_bytes_are_split()
        => Gen.Select(Gen.Select(s_text, s_text).Array[1, 5], Gen.Int[1, 9], Gen.Bool).Sample((texts, size, isIndented) =>
        {
            var objects = texts.Select(static pair => new { a = pair.Item1, b = new { c = new[] { pair.Item2 } } }).ToArray();
            var json = JsonSerializer.SerializeToUtf8Bytes(objects, isIndented ? s_indented : null);
            var pieces = new Pieces();
            var splitter = new ListSplitter(pieces);
            for (var at = 0; at < json.Length; at += size)
            {
                splitter.Add(json.AsSpan(at, Math.Min(size, json.Length - at)));
            }

            splitter.Complete();
            CollectionAssert.AreEqual(objects.Select(static o => JsonSerializer.Serialize(o)).ToList(), pieces.Select(static piece => JsonSerializer.Serialize(JsonDocument.Parse(piece).RootElement)).ToList());
        });

    [TestMethod]
    public void Parts_without_end_are_not_all_kept()
    {
        var answer = GeminiFormat.GenerateContent.NewStreamedAnswer(Enough);
        for (var i = 0; i < 30_000; i++)
        {
            Read(answer, """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f@","args":{}}}]}}],"usageMetadata":{"totalTokenCount":@}}""".Replace("@", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        var json = Json(answer);
        Assert.IsLessThan(1 << 20, json.Length);
        Assert.IsTrue(answer.IsFull);
        Assert.AreEqual(30_000, answer.Pieces);
        using var document = JsonDocument.Parse(json);
        Assert.AreEqual(29_999, document.RootElement.GetProperty("usageMetadata").GetProperty("totalTokenCount").GetInt32());
    }

    [TestMethod]
    [DataRow(100_000)] // within what waits for the reader of the span
    [DataRow(9_000_000)] // the background begins
    [DataRow(40_000_000)] // whoever adds must help
    public void Backlog_of_any_length_is_read_in_order_and_its_memory_given_back(int bytes)
    {
        var answer = OpenAIFormat.Completions.NewStreamedAnswer(Enough);
        var pieces = new Pieces();
        var backlog = new StreamBacklog(answer, new LineSplitter(pieces, isEventStream: false));
        var line = 0;
        for (var added = 0; added < bytes;)
        {
            var next = Encoding.UTF8.GetBytes($"{line++} {new string('.', line % 5_000)}\n");
            backlog.Add(next);
            added += next.Length;
            Assert.IsLessThan(20 << 20, backlog.HeldBytes);
        }

        backlog.Complete();

        Assert.AreEqual(0, backlog.HeldBytes);
        CollectionAssert.AreEqual(Enumerable.Range(0, line).ToList(), pieces.Select(static piece => int.Parse(piece[..piece.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture)).ToList());
    }

    private static void AssertSameWithAndWithoutRepetition(WireFormat format, Gen<string> piece)
        => Gen.Select(piece, Gen.Int[1, 4]).Array[1, 8].Sample(runs =>
        {
            var (fast, slow) = (format.NewStreamedAnswer(Enough), format.NewStreamedAnswer(Enough));
            var count = 0;
            foreach (var (json, times) in runs)
            {
                for (var i = 0; i < times; i++)
                {
                    Read(fast, json);
                    Read(slow, json + new string(' ', ++count)); // never like the last one
                }
            }

            Assert.AreEqual(Json(slow), Json(fast));
            Assert.AreEqual((slow.Pieces, slow.NotUnderstood), (fast.Pieces, fast.NotUnderstood));
        });

    private static Gen<string> With(string piece) => s_text.Select(text => piece.Replace("TEXT", JsonSerializer.Serialize(text), StringComparison.Ordinal));

    private static void Read(StreamedAnswer answer, string piece) => answer.Read(Encoding.UTF8.GetBytes(piece));

    private static string Json(StreamedAnswer answer)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            answer.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private sealed class Pieces : List<string>, IPieceReader
    {
        public void Read(ReadOnlySpan<byte> json) => Add(Encoding.UTF8.GetString(json));
    }
}
