using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Data;
using System.Runtime.Serialization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>What Newtonsoft.Json's attributes and contracts say is what the span shows.</summary>
[TestClass]
public sealed class ContractCaptureTests
{
    private readonly CaptureBench _bench = new();

    public static IEnumerable<object?[]> Values =>
    [
        [new object()],
        [new { A = 1, B = "two", C = new { D = (int?)null } }],
        [new Attributed { Renamed = 1, Optional = null, WithDefault = 7, Secret = "no", Kind = DayOfWeek.Friday, Kinds = [DayOfWeek.Monday], Skipped = 1, Shown = 2 }],
        [new Attributed { Optional = "x", WithDefault = 8, Extra = { ["k"] = 1, ["l"] = JToken.Parse("[1]") } }],
        [new Contracted { Kept = 1, Dropped = 2 }],
        [new OptIn { In = 1, Out = 2 }],
        [new FieldsOnly()],
        [new WithPrivate()],
        [new Derived { Own = 1, Virtual = 2, Hidden = 3 }],
        [new Converted { Value = 5 }],
        [new List<Converted> { new() { Value = 1 }, new() { Value = 2 } }],
        [new Custom { Inner = new Converted { Value = 3 }, Free = "f" }],
        [new TokenBuilt { Name = "n", Items = [1, 2] }],
        [new CamelCased { FirstName = "a", SecondThing = 2 }],
        [new Specified { A = 1, B = 2, ASpecified = false, BSpecified = true }],
        [new NullsIgnored { A = null, B = "b" }],
        [new Serializable("x", 3)],
        [new StringLike("abc")],
        [new ReadOnlyRecord("a", 1)],
        [new PointStruct { X = 1, Y = 2 }],
        [(1, "a", new[] { 2 })],
        [new KeyValuePair<string, object>("k", 1)],
        [Tuple.Create(1, "b")],
        [new[] { 1, 2, 3 }],
        [new int?[] { 1, null }],
        [new[,] { { 1, 2 }, { 3, 4 } }],
        [new[] { new[] { 1 }, [] }],
        [new object?[] { 1, "a", null, new object?[] { true } }],
        [new List<string?> { "a", null }],
        [new HashSet<int> { 3, 4 }],
        [new Queue<int>([1, 2])],
        [new Stack<int>([1, 2])],
        [new LinkedList<int>([1, 2])],
        [new ArrayList { 1, "a" }],
        [ImmutableArray.Create(1, 2)],
        [ImmutableList.Create("x")],
        [ImmutableDictionary<string, int>.Empty.Add("a", 1)],
        [new ConcurrentDictionary<string, int>([new("a", 1)])],
        [new ConcurrentQueue<int>([1])],
        [new SortedDictionary<int, string> { [2] = "b", [1] = "a" }],
        [new Dictionary<string, object?> { ["a"] = 1, ["q\""] = null, ["n"] = new Dictionary<string, int> { ["z"] = 1 } }],
        [new Dictionary<DayOfWeek, int> { [DayOfWeek.Friday] = 1, [(DayOfWeek)77] = 2 }],
        [new Dictionary<Named, int> { [Named.First] = 1 }],
        [new Dictionary<int, int> { [-1] = 1 }],
        [new Dictionary<double, int> { [1.5] = 1 }],
        [new Dictionary<DateTime, int> { [new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)] = 1 }],
        [new Dictionary<Guid, int> { [Guid.Empty] = 1 }],
        [new Dictionary<Uri, int> { [new Uri("http://a/")] = 1 }],
        [new Hashtable { ["a"] = 1 }],
        [new System.Dynamic.ExpandoObject()],
        [JObject.Parse("{\"a\":[1,2.5,\"x\",null,true,{\"b\":\"2026-01-02T03:04:05Z\"}]}")],
        [new JValue(1.5m)],
        [new JRaw("{\"raw\":1}")],
        [new Regex("a+", RegexOptions.IgnoreCase)],
        [Table()],
        [new System.Xml.Linq.XElement("a", new System.Xml.Linq.XAttribute("b", "1"), "text")],
        [System.Globalization.CultureInfo.InvariantCulture],
        [new MyList { 1, 2 }],
        [new Lookup { Inner = ["a"] }],
    ];

    [TestMethod]
    [DynamicData(nameof(Values))]
    public void A_contract_is_followed(object? value) => _bench.AssertSameAsNewtonsoft(value);

    [TestMethod]
    public void Default_settings_of_the_program_are_never_read()
    {
        var before = JsonConvert.DefaultSettings;
        var asked = 0;
        JsonConvert.DefaultSettings = () =>
        {
            asked++;
            return new JsonSerializerSettings { Formatting = Formatting.Indented, Converters = { new StringEnumConverter() }, ContractResolver = new CamelCasePropertyNamesContractResolver() };
        };
        try
        {
            var json = _bench.Json(new { Day = DayOfWeek.Friday, Sub = new Custom { Inner = new Converted { Value = 1 }, Free = new { Day = DayOfWeek.Friday } } });

            Assert.AreEqual("{\"Day\":5,\"Sub\":{\"inner\":\"<1>\",\"free\":{\"Day\":5}}}", json);
            Assert.AreEqual(0, asked);
        }
        finally
        {
            JsonConvert.DefaultSettings = before;
        }
    }

    [TestMethod]
    public void Serialization_callbacks_that_change_the_object_are_not_called()
    {
        var value = new WithCallback();

        var json = _bench.Json(value);

        Assert.AreEqual("{\"Touched\":0}", json);
        Assert.AreEqual(0, value.Touched);
    }

    private static DataTable Table()
    {
        var table = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        table.Columns.Add("a", typeof(int));
        table.Columns.Add("b", typeof(string));
        table.Rows.Add(1, "x");
        return table;
    }

    internal sealed class Attributed
    {
        [JsonProperty("renamed", Order = 5)]
        public int Renamed { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public string? Optional { get; set; }

        [DefaultValue(7)]
        [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)]
        public long WithDefault { get; set; }

        [JsonIgnore]
        public string? Secret { get; set; }

        [JsonConverter(typeof(StringEnumConverter))]
        public DayOfWeek Kind { get; set; }

        [JsonProperty(ItemConverterType = typeof(StringEnumConverter))]
        public DayOfWeek[]? Kinds { get; set; }

        public int Skipped { get; set; }

        public int Shown { get; set; }

        [JsonExtensionData]
        public IDictionary<string, JToken> Extra { get; } = new Dictionary<string, JToken>();

        public bool ShouldSerializeSkipped() => Skipped < 0;

        public bool ShouldSerializeShown() => Shown >= 0;
    }

    [DataContract]
    internal sealed class Contracted
    {
        [DataMember(Name = "kept")]
        public int Kept { get; set; }

        public int Dropped { get; set; }
    }

    [JsonObject(MemberSerialization.OptIn)]
    internal sealed class OptIn
    {
        [JsonProperty]
        public int In { get; set; }

        public int Out { get; set; }
    }

    internal sealed class FieldsOnly
    {
        public readonly int Number = 1;
        public string Text = "t";
        public string? Missing = string.Empty;
    }

    internal sealed class WithPrivate
    {
        public int Open { get; set; } = 1;

        [JsonProperty]
        private string Closed { get; set; } = "c";

        public string Both => Closed + Open;
    }

    internal class Base
    {
        public virtual int Virtual { get; set; }

        public int Hidden { get; set; }

        public int Inherited { get; set; } = 9;
    }

    internal sealed class Derived : Base
    {
        public int Own { get; set; }

        public override int Virtual { get => base.Virtual * 10; set => base.Virtual = value; }

        public new int Hidden { get; set; }
    }

    [JsonConverter(typeof(AngleConverter))]
    internal sealed class Converted
    {
        public int Value { get; set; }
    }

    internal sealed class AngleConverter : JsonConverter<Converted>
    {
        public override Converted? ReadJson(JsonReader reader, Type objectType, Converted? existingValue, bool hasExistingValue, JsonSerializer serializer)
            => throw new NotSupportedException();

        public override void WriteJson(JsonWriter writer, Converted? value, JsonSerializer serializer) => writer.WriteValue($"<{value!.Value}>");
    }

    [JsonConverter(typeof(CustomConverter))]
    internal sealed class Custom
    {
        public Converted? Inner { get; set; }

        public object? Free { get; set; }
    }

    internal sealed class CustomConverter : JsonConverter
    {
        public override bool CanConvert(Type objectType) => objectType == typeof(Custom);

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => throw new NotSupportedException();

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
        {
            var custom = (Custom)value!;
            writer.WriteStartObject();
            writer.WritePropertyName("inner");
            serializer.Serialize(writer, custom.Inner);
            writer.WritePropertyName("free");
            serializer.Serialize(writer, custom.Free);
            writer.WriteEndObject();
        }
    }

    [JsonConverter(typeof(TokenConverter))]
    internal sealed class TokenBuilt
    {
        public string? Name { get; set; }

        public int[]? Items { get; set; }
    }

    internal sealed class TokenConverter : JsonConverter
    {
        public override bool CanConvert(Type objectType) => objectType == typeof(TokenBuilt);

        public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) => throw new NotSupportedException();

        public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
        {
            var built = (TokenBuilt)value!;
            var token = JObject.FromObject(new { built.Name, built.Items }, serializer);
            token["added"] = 1;
            token.WriteTo(writer);
        }
    }

    [JsonObject(NamingStrategyType = typeof(CamelCaseNamingStrategy))]
    internal sealed class CamelCased
    {
        public string? FirstName { get; set; }

        public int SecondThing { get; set; }
    }

    internal sealed class Specified
    {
        public int A { get; set; }

        [JsonIgnore]
        public bool ASpecified { get; set; }

        public int B { get; set; }

        [JsonIgnore]
        public bool BSpecified { get; set; }
    }

    [JsonObject(ItemNullValueHandling = NullValueHandling.Ignore)]
    internal sealed class NullsIgnored
    {
        public string? A { get; set; }

        public string? B { get; set; }
    }

    [Serializable]
    internal sealed class Serializable(string name, int count) : ISerializable
    {
        public void GetObjectData(SerializationInfo info, StreamingContext context)
        {
            info.AddValue("name", name);
            info.AddValue("count", count);
            info.AddValue("nested", new[] { 1, 2 });
        }
    }

    [TypeConverter(typeof(StringLikeConverter))]
    internal sealed class StringLike(string text)
    {
        public string Text { get; } = text;
    }

    internal sealed class StringLikeConverter : TypeConverter
    {
        public override bool CanConvertTo(ITypeDescriptorContext? context, Type? destinationType) => destinationType == typeof(string);

        public override object? ConvertTo(ITypeDescriptorContext? context, System.Globalization.CultureInfo? culture, object? value, Type destinationType)
            => ((StringLike)value!).Text + "!";
    }

    internal sealed record ReadOnlyRecord(string Name, int Count)
    {
        public string Both => Name + Count;
    }

    internal struct PointStruct
    {
        public int X;

        public int Y { get; set; }

        public readonly int Sum => X + Y;
    }

    internal enum Named
    {
        [EnumMember(Value = "the first")]
        First,
    }

    internal sealed class MyList : List<int>
    {
        public string Ignored { get; } = "an array has no members";
    }

    [JsonObject]
    internal sealed class Lookup : IEnumerable<string>
    {
        public List<string> Inner { get; set; } = [];

        public IEnumerator<string> GetEnumerator() => Inner.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    internal sealed class WithCallback
    {
        public int Touched { get; set; }

        [OnSerializing]
        internal void OnSerializing(StreamingContext context) => Touched++;
    }
}
