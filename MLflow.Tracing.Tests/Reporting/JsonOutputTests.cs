using System.Globalization;
using CsCheck;
using MLflow.Tracing.Weaver.Reporting;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Reporting;

[TestClass]
public sealed class JsonOutputTests
{
    [TestMethod]
    public void Document_when_written_is_indented_and_complete()
    {
        var text = Write(static json =>
        {
            json.StartObject();
            json.Property("text", "a");
            json.Property("absent", null);
            json.Property("number", 5);
            json.Property("fraction", 1.25);
            json.Property("flag", true);
            json.StartArray("empty");
            json.EndArray();
            json.StartArray("list");
            json.Element("x");
            json.StartObject();
            json.EndObject();
            json.EndArray();
            json.EndObject();
        });

        Assert.AreEqual(
            """
            {
              "text": "a",
              "number": 5,
              "fraction": 1.25,
              "flag": true,
              "empty": [],
              "list": [
                "x",
                {}
              ]
            }
            """.ReplaceLineEndings("\n"),
            text);
    }

    [TestMethod]
    [DataRow("a\"b\\c", @"""a\""b\\c""")]
    [DataRow("line\r\n\ttab", @"""line\r\n\ttab""")]
    [DataRow("\u0001\u007f\u2028", @"""\u0001\u007f\u2028""")]
    [DataRow("\ud83d\ude00", "\"\ud83d\ude00\"")]
    [DataRow("<é>", "\"<é>\"")]
    public void Text_when_written_is_escaped(string value, string expected)
        => Assert.AreEqual("[\n  " + expected + "\n]", WriteElement(value));

    [TestMethod]
    public void Half_a_surrogate_pair_when_written_is_escaped()
    {
        Assert.AreEqual("[\n  \"" + @"\ud83d" + "\"\n]", WriteElement("\ud83d"));
        Assert.AreEqual("[\n  \"" + @"\ude00x" + "\"\n]", WriteElement("\ude00x"));
    }

    [TestMethod]
    public void Any_text_when_written_is_read_back_by_a_json_parser()
        => Gen.String.Sample(static value => (string?)JArray.Parse(WriteElement(value))[0] == value);

    [TestMethod]
    public void Number_when_the_culture_has_a_decimal_comma_keeps_its_point()
    {
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        commas.NumberFormat.NegativeSign = "−";
        CultureInfo.CurrentCulture = commas;
        try
        {
            Assert.AreEqual("{\n  \"x\": 1.5,\n  \"y\": -1\n}", Write(static json =>
            {
                json.StartObject();
                json.Property("x", 1.5);
                json.Property("y", -1);
                json.EndObject();
            }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string WriteElement(string value) => Write(json =>
    {
        json.StartArray();
        json.Element(value);
        json.EndArray();
    });

    private static string Write(Action<JsonOutput> write)
    {
        var writer = new StringWriter();
        write(new JsonOutput(writer));
        return writer.ToString();
    }
}
