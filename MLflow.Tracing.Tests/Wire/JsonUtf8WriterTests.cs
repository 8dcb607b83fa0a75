using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>The writer writes what Newtonsoft's own writes.</summary>
[TestClass]
public sealed class JsonUtf8WriterTests
{
    private static readonly Gen<string> s_texts = Gen.OneOf(
        Gen.String,
        Gen.OneOf("a", "\"", "\\", "/", "'", "\n", "\u0000", "\u001f", "\u007f", "\u0085", "\u2028", "\u2029", "ü", "😀", "\ud83d", "\ude00", "<b>").Array[0, 12].Select(string.Concat));

    private static readonly Gen<JToken> s_values = Gen.Recursive<JToken>((depth, value) => depth == 3 ? Scalar() : Gen.OneOf(
        Scalar(),
        value.Array[0, 4].Select(static items => (JToken)new JArray(items.Cast<object>().ToArray())),
        Gen.Select(s_texts, value).Array[0, 4].Select(static pairs => (JToken)new JObject(pairs.DistinctBy(static pair => pair.Item1).Select(static pair => new JProperty(pair.Item1, pair.Item2))))));

    [TestMethod]
    public void Any_value_is_written_alike() => s_values.Sample(static value => AssertAlike(value), iter: 5_000);

    [TestMethod]
    [DataRow(4095)]
    [DataRow(4096)]
    [DataRow(4097)]
    [DataRow(10_000)]
    public void Long_text_is_written_alike(int length)
    {
        AssertAlike(new string('x', length) + "😀\"" + new string('y', length));
        AssertAlike(new string('ü', length - 1) + "😀");
        AssertAlike(new string('\u2028', length));
    }

    [TestMethod]
    public void Several_values_stand_one_after_the_other()
    {
        using var output = new PooledBuffer();
        Utf8Json.Write(output, static writer => Write(writer, new JObject(new JProperty("a", 1))));
        output.Add((byte)'\n');
        Assert.ThrowsExactly<InvalidOperationException>(() => Utf8Json.Write(output, static writer =>
        {
            writer.WriteStartObject();
            throw new InvalidOperationException();
        }));
        Utf8Json.Write(output, static writer => Write(writer, new JArray(true)));

        Assert.AreEqual("{\"a\":1}\n[true]", Encoding.UTF8.GetString(output.Written));
    }

    private static Gen<JToken> Scalar() => Gen.OneOf(
        s_texts.Select(static text => (JToken)text),
        Gen.Long.Select(static number => (JToken)number),
        Gen.Double.Select(static number => (JToken)number),
        Gen.OneOf<JToken>(true, false, JValue.CreateNull(), double.NaN, double.PositiveInfinity, -0.0, 1e300, 0.1m, ulong.MaxValue, new JValue(BigInteger.Pow(10, 40))));

    private static void AssertAlike(JToken value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = new JsonTextWriter(text) { Culture = CultureInfo.InvariantCulture })
        {
            value.WriteTo(writer);
        }

        CollectionAssert.AreEqual(Encoding.UTF8.GetBytes(text.ToString()), Utf8Json.Write(writer => Write(writer, value)).ToArray(), text.ToString());
    }

    private static void Write(JsonUtf8Writer writer, JToken token)
    {
        switch (token)
        {
            case JObject map:
                writer.WriteStartObject();
                foreach (var property in map.Properties())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JValue { Value: string text }:
                writer.WriteValue(text);
                break;
            case JValue { Value: long number }:
                writer.WriteValue(number);
                break;
            case JValue { Value: bool flag }:
                writer.WriteValue(flag);
                break;
            default:
                writer.WriteToken(token);
                break;
        }
    }
}
