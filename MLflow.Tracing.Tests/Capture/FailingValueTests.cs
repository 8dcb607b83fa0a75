using System.Collections;
using MLflow.Tracing.Capture;
using Newtonsoft.Json;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>What the program's code throws while it is looked at is shown in place, counted, and goes no further.</summary>
[TestClass]
public sealed class FailingValueTests
{
    private readonly CaptureBench _bench = new();

    [TestMethod]
    public void A_throwing_getter_spoils_its_member_only()
    {
        Assert.AreEqual("{\"Before\":1,\"Bad\":\"<error: InvalidOperationException>\",\"After\":2}", _bench.Json(new Thrower()));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT301"));
    }

    [TestMethod]
    public void A_throwing_getter_of_a_struct_spoils_its_member_only()
    {
        Assert.AreEqual("{\"Bad\":\"<error: InvalidOperationException>\",\"Good\":1}", _bench.JsonOf(new StructThrower()));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT301"));
    }

    [TestMethod]
    public void A_throwing_question_spoils_its_member_only()
    {
        Assert.AreEqual("{\"Asked\":\"<error: NotSupportedException>\",\"Good\":1}", _bench.Json(new Questioned()));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT301"));
    }

    [TestMethod]
    public void A_collection_that_changes_while_it_is_walked_becomes_a_stand_in()
    {
        var list = new List<object> { 1 };
        list.Insert(0, new Meddler(list));

        Assert.AreEqual("{\"List\":\"<List<Object>: changed while it was captured>\",\"After\":1}", _bench.Json(new { List = list, After = 1 }));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT302"));
    }

    [TestMethod]
    public void An_enumerator_that_throws_becomes_a_stand_in()
    {
        Assert.AreEqual("\"<error: TimeoutException>\"", _bench.Json(new BadCollection()));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT305"));
    }

    [TestMethod]
    public void A_throwing_converter_becomes_a_stand_in()
    {
        Assert.AreEqual("{\"A\":1,\"B\":\"<error: TimeoutException>\",\"C\":2}", _bench.Json(new { A = 1, B = new Badly(BadKind.Throw), C = 2 }));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT303"));
    }

    [TestMethod]
    public void What_a_converter_writes_that_is_not_json_becomes_json()
    {
        Assert.AreEqual("[null]", _bench.Json(new object[] { new Badly(BadKind.Nothing) }));
        Assert.AreEqual("[{\"a\":1}]", _bench.Json(new object[] { new Badly(BadKind.RawSingleQuotes) }));
        Assert.AreEqual("[[1]]", _bench.Json(new object[] { new Badly(BadKind.Comment) }));
        Assert.AreEqual("[\"<error: JsonReaderException>\"]", _bench.Json(new object[] { new Badly(BadKind.RawGarbage) }));
        Assert.AreEqual("[\"<error: JsonReaderException>\"]", _bench.Json(new object[] { new Badly(BadKind.TwoValues) }));
        Assert.AreEqual("[\"<error: JsonWriterException>\"]", _bench.Json(new object[] { new Badly(BadKind.Open) }));
        Assert.AreEqual("[\"<error: JsonWriterException>\"]", _bench.Json(new object[] { new Badly(BadKind.Undefined) }));
    }

    [TestMethod]
    public void A_type_whose_contract_cannot_be_made_becomes_a_stand_in()
    {
        Assert.AreEqual("{\"Inner\":\"<error: JsonSerializationException>\"}", _bench.Json(new { Inner = new Clashing() }));
        Assert.AreEqual(1, _bench.Diagnostics.CountOf("MLT306"));
    }

    [TestMethod]
    public void Code_called_by_a_capture_knows_it()
    {
        Assert.IsFalse(CaptureReentrancy.IsCapturing);

        Assert.AreEqual("{\"IsCapturing\":true}", _bench.Json(new Witness()));

        Assert.IsFalse(CaptureReentrancy.IsCapturing);
    }

    [TestMethod]
    public void A_capture_asked_for_inside_a_capture_does_not_recurse()
    {
        Assert.AreEqual(
            "{\"Mirror\":\"<FailingValueTests.Recursive: not captured inside a capture>\"}",
            CaptureBench.Checked(_bench.Capture(new Recursive(_bench)).ToJson()).Replace("\\\"", string.Empty, StringComparison.Ordinal));
    }

    [TestMethod]
    public void After_a_failure_the_next_capture_is_clean()
    {
        _ = _bench.Json(new object[] { new BadCollection(), new Thrower(), new Badly(BadKind.Throw) });

        Assert.AreEqual("[{\"a\":1}]", _bench.Json(new[] { new { a = 1 } }));
    }

    internal sealed class Thrower
    {
        public int Before => 1;

        public string Bad => throw new InvalidOperationException("no");

        public int After => 2;
    }

    internal struct StructThrower
    {
        public readonly string Bad => throw new InvalidOperationException("no");

        public readonly int Good => 1;
    }

    internal sealed class Questioned
    {
        public int Asked => 1;

        public int Good => 1;

        public bool ShouldSerializeAsked() => Asked > 0 ? throw new NotSupportedException() : true;
    }

    internal sealed class Meddler(List<object> list)
    {
        public int Adds
        {
            get
            {
                list.Add(2);
                return 0;
            }
        }
    }

    internal sealed class BadCollection : ICollection
    {
        public int Count => 1;

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public void CopyTo(Array array, int index) => throw new TimeoutException();

        public IEnumerator GetEnumerator() => throw new TimeoutException();
    }

    internal enum BadKind
    {
        Throw,
        Nothing,
        RawSingleQuotes,
        RawGarbage,
        TwoValues,
        Open,
        Comment,
        Undefined,
    }

    [JsonConverter(typeof(BadConverter))]
    internal sealed record Badly(BadKind Kind);

    internal sealed class BadConverter : JsonConverter<Badly>
    {
        public override Badly? ReadJson(JsonReader reader, Type objectType, Badly? existingValue, bool hasExistingValue, JsonSerializer serializer)
            => throw new NotSupportedException();

        public override void WriteJson(JsonWriter writer, Badly? value, JsonSerializer serializer)
        {
            switch (value!.Kind)
            {
                case BadKind.Throw:
                    writer.WriteStartObject();
                    throw new TimeoutException();
                case BadKind.RawSingleQuotes:
                    writer.WriteRawValue("{'a':1}");
                    break;
                case BadKind.RawGarbage:
                    writer.WriteRawValue("{]");
                    break;
                case BadKind.TwoValues:
                    writer.WriteValue("a");
                    writer.WriteValue("b");
                    break;
                case BadKind.Open:
                    writer.WriteStartArray();
                    break;
                case BadKind.Comment:
                    writer.WriteStartArray();
                    writer.WriteComment("no JSON");
                    writer.WriteValue(1);
                    writer.WriteEndArray();
                    break;
                case BadKind.Undefined:
                    writer.WriteUndefined();
                    break;
                default:
                    break;
            }
        }
    }

    internal sealed class Clashing
    {
        [JsonProperty("same")]
        public int One { get; set; }

        [JsonProperty("same")]
        public int Two { get; set; }
    }

    internal sealed class Witness
    {
        public bool IsCapturing => CaptureReentrancy.IsCapturing;
    }

    internal sealed class Recursive(CaptureBench bench)
    {
        public string Mirror => bench.Capture(this).ToJson();
    }
}
