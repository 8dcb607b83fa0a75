using CsCheck;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>The fast way from JSON to OTLP writes what the thorough one writes, or nothing.</summary>
[TestClass]
public sealed class StrictJsonCopyTests
{
    private static readonly string[] s_tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"\"", "\"ü😀\"", "\"\\\"\\\\\\/\\n\\t\\b\\f\\r\"", "\"\\u00e9\"", "\"\\ud800\"", "\"\\x\"", "\"\u0001\"", "\"\0\"", "\"a\nb\"", "'a'", "\ud800",
        "0", "-0", "01", "7", "-12", "1.5", "-0.0", "1.", ".5", "1e3", "1.5E-3", "999999999999999999", "9223372036854775807", "12345678901234567890", "0.1234567890123456789", "1.7976931348623157",
        "true", "false", "null", "nul", "NaN", "Infinity", "undefined", " ", "\n", "\t", "\r", "/**/", "// x\n", "\0", "\u00a0", "",
    ];

    [TestMethod]
    public void Single_tokens_are_written_alike()
    {
        foreach (var token in s_tokens)
        {
            AssertAlike(token);
            AssertAlike($" {{ \"k\" : {token} }} ");
            AssertAlike($"[1,{token}]");
            AssertAlike($"{token}1");
        }
    }

    [TestMethod]
    public void Any_sequence_of_tokens_is_written_alike()
        => Gen.Int[0, s_tokens.Length - 1].Select(i => s_tokens[i]).Array[0, 9].Sample(tokens => AssertAlike(string.Concat(tokens)), iter: 20_000);

    [TestMethod]
    [DataRow(24)]
    [DataRow(25)]
    [DataRow(26)]
    [DataRow(200)]
    public void Deep_values_are_written_alike(int depth)
        => AssertAlike($"{string.Concat(Enumerable.Repeat("{\"a\":[", depth / 2))}{new string('[', depth % 2)}1{new string(']', depth % 2)}{string.Concat(Enumerable.Repeat("]}", depth / 2))}");

    [TestMethod]
    public void Usual_json_takes_the_fast_way()
        => Assert.IsTrue(StrictJsonCopy.TryWrite(new ProtobufWriter(), 1, """{"question":"Who said \"I\"?","k":[1,-2,0.5,true,false,null,{}],"empty":[]}"""));

    private static void AssertAlike(string json)
    {
        var (fast, thorough) = (new ProtobufWriter(), new ProtobufWriter());
        if (StrictJsonCopy.TryWrite(fast, 2, json))
        {
            AnyValueWriter.WriteByReader(thorough, 2, json);
            CollectionAssert.AreEqual(thorough.Written.ToArray(), fast.Written.ToArray(), json);
        }
    }
}
