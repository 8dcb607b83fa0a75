using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>What LLM libraries pass around: the types and attributes of System.Text.Json, and raw data.</summary>
[TestClass]
public sealed class TextJsonTests
{
    private const string Sample = "{\"a\":[1,2.50,\"x\\\"y\",null,true],\"b\":{\"c\":1e3}}";

    private readonly CaptureBench _bench = new();

    [TestMethod]
    public void Elements_documents_and_nodes_are_shown_as_json()
    {
        using var document = JsonDocument.Parse(Sample);

        Assert.AreEqual(Sample, _bench.Json(document));
        Assert.AreEqual(Sample, _bench.JsonOf(document.RootElement));
        Assert.AreEqual(Sample, _bench.Json(JsonNode.Parse(Sample)));
        Assert.AreEqual("{\"Schema\":" + Sample + "}", _bench.Json(new { Schema = document.RootElement }));
        Assert.AreEqual("null", _bench.JsonOf(default(JsonElement)));
        Assert.AreEqual("\"s\"", _bench.Json(JsonValue.Create("s")));
        Assert.AreEqual("5", _bench.Json(JsonValue.Create(5)));
        Assert.AreEqual("\"2026-01-02T00:00:00\"", _bench.Json(JsonValue.Create(new DateTime(2026, 1, 2))));
    }

    [TestMethod]
    public void An_element_of_a_disposed_document_is_an_error()
    {
        var document = JsonDocument.Parse("{}");
        var element = document.RootElement;
        var captured = _bench.Capture(element);
        document.Dispose();

        Assert.AreEqual("{}", captured.ToJson());
        Assert.AreEqual("\"<error: ObjectDisposedException>\"", _bench.JsonOf(element));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT305"));
    }

    [TestMethod]
    public void A_node_changed_later_is_shown_as_it_was()
    {
        var node = JsonNode.Parse("{\"a\":1}")!;
        var captured = _bench.Capture(node);
        node["a"] = 2;

        Assert.AreEqual("{\"a\":1}", captured.ToJson());
    }

    [TestMethod]
    public void Memory_is_base64_text_or_an_array()
    {
        Assert.AreEqual("\"AQID\"", _bench.JsonOf(new ReadOnlyMemory<byte>([1, 2, 3])));
        Assert.AreEqual("\"AQID\"", _bench.JsonOf(new Memory<byte>([1, 2, 3])));
        Assert.AreEqual("\"abc\"", _bench.JsonOf("abc".AsMemory()));
        Assert.AreEqual("[1.5,2.0]", _bench.JsonOf(new ReadOnlyMemory<float>([1.5f, 2f])));
        Assert.AreEqual("{\"Vector\":[1,2]}", _bench.Json(new { Vector = new Memory<int>([1, 2]) }));
    }

    [TestMethod]
    public void Binary_data_is_json_text_or_base64()
    {
        Assert.AreEqual("{\"a\":1.50}".Replace("1.50", "1.5", StringComparison.Ordinal), _bench.Json(new BinaryData("{ \"a\": 1.50 }"u8.ToArray())));
        Assert.AreEqual("\"plain é\"", _bench.Json(new BinaryData("plain é"u8.ToArray())));
        Assert.AreEqual("\"{broken\"", _bench.Json(new BinaryData("{broken"u8.ToArray())));
        Assert.AreEqual("\"/////w==\"", _bench.Json(new BinaryData([255, 255, 255, 255])));
    }

    [TestMethod]
    public void Long_binary_data_is_cut_on_a_whole_character()
    {
        var bench = new CaptureBench(static options => options.CaptureMaxCharacters = 5);

        Assert.AreEqual("\"abcd… (+3 bytes)\"", bench.Json(new BinaryData("abcdéf"u8.ToArray())));
    }

    [TestMethod]
    public void Names_and_conditions_of_its_attributes_are_honoured()
    {
        Assert.AreEqual("{\"renamed\":1,\"Always\":null}", _bench.Json(new Annotated { Renamed = 1 }));
        Assert.AreEqual("{\"renamed\":0,\"Optional\":\"o\",\"Number\":5,\"Always\":\"a\"}", _bench.Json(new Annotated { Optional = "o", Number = 5, Always = "a" }));
    }

    [TestMethod]
    public void Newtonsofts_own_name_wins()
        => Assert.AreEqual("{\"newtonsoft\":1}", _bench.Json(new TwiceNamed { Value = 1 }));

    internal sealed class Annotated
    {
        [JsonPropertyName("renamed")]
        public int Renamed { get; set; }

        [JsonIgnore]
        public string Secret => throw new InvalidOperationException("must not be read");

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Optional { get; set; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int Number { get; set; }

        [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        public string? Always { get; set; }
    }

    internal sealed class TwiceNamed
    {
        [JsonPropertyName("text")]
        [Newtonsoft.Json.JsonProperty("newtonsoft")]
        public int Value { get; set; }
    }
}
