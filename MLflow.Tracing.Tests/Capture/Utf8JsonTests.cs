using System.Text;
using System.Text.Json;
using CsCheck;
using MLflow.Tracing.Capture;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>JSON that is recorded from its bytes looks as a document of it does.</summary>
[TestClass]
public sealed class Utf8JsonTests
{
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.String[Gen.Char['\u0001', '\u00ff'], 0, 20], Gen.Const("Grüß Gott 🌍\n\"q\" \\ \u2028"), Gen.Const(""));

    private static readonly Gen<object?> s_scalar = Gen.OneOf<object?>(
        s_text.Select(static text => (object?)text),
        Gen.Int.Select(static number => (object?)number),
        Gen.Double[-1e9, 1e9].Select(static number => (object?)number),
        Gen.Bool.Select(static value => (object?)value),
        Gen.Const((object?)null));

    private static readonly Gen<object?> s_value = Gen.Recursive<object?>((depth, inner) => depth > 4
        ? s_scalar
        : Gen.OneOf(
            s_scalar,
            inner.Array[0, 4].Select(static items => (object?)items),
            Gen.Select(s_text, inner).Array[0, 4].Select(static members => (object?)members.DistinctBy(static member => member.Item1).ToDictionary(static member => member.Item1, static member => member.Item2))));

    [TestMethod]
    public void Bytes_are_shown_as_their_document_is()
        => Gen.Select(s_value, Gen.Int[1, 6], Gen.Int[1, 5], Gen.Int[100, 300]).Sample((value, depth, items, characters) =>
        {
            var bench = new CaptureBench(options => (options.CaptureMaxDepth, options.CaptureMaxItems, options.CaptureMaxCharacters) = (depth, items, characters));
            var json = JsonSerializer.SerializeToUtf8Bytes(value);
            using var document = JsonDocument.Parse(json);
            Assert.AreEqual(bench.Json(document), bench.Json(new Utf8Json(json)));
        });

    [TestMethod]
    public void Numbers_keep_every_digit()
        => Assert.AreEqual("""[1.50,1E+400,-0,12345678901234567890]""", new CaptureBench().Json(Of("""[1.50,1E+400,-0,12345678901234567890]""")));

    [TestMethod]
    [DataRow("""{"a":1}""", """{"model":"m","a":1}""")]
    [DataRow("{}", """{"model":"m"}""")]
    [DataRow("[1]", "[1]")]
    public void A_member_may_come_before_those_that_are_there(string json, string expected)
        => Assert.AreEqual(expected, new CaptureBench().Json(new Utf8Json(Encoding.UTF8.GetBytes(json), new("model", "m"))));

    [TestMethod]
    public void What_is_no_character_is_shown_as_it_is_written()
    {
        Assert.AreEqual("""["a\\ud83d","b"]""", new CaptureBench().Json(Of("""["a\ud83d","b"]""")));
        Assert.AreEqual("[\"\ufffd\",1]", new CaptureBench().Json(new Utf8Json(new byte[] { (byte)'[', (byte)'"', 0xff, (byte)'"', (byte)',', (byte)'1', (byte)']' })));
    }

    private static Utf8Json Of(string json) => new(Encoding.UTF8.GetBytes(json));
}
