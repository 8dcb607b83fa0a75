using System.Dynamic;
using System.Runtime.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace ForeignCode;

public static class NewtonsoftJsonScenarios
{
    public static string Newtonsoft_Json()
    {
        var output = new List<string>();
        var order = new Order { Id = 7, Customer = "Ada", Lines = { new Line("book", 2, 12.5m), new Line("pen", 10, 0.4m) }, Due = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc) };
        var settings = new JsonSerializerSettings
        {
            ContractResolver = new CamelCasePropertyNamesContractResolver(),
            Converters = { new StringEnumConverter() },
            Formatting = Formatting.Indented,
            NullValueHandling = NullValueHandling.Ignore,
            TypeNameHandling = TypeNameHandling.Auto,
        };
        string json = JsonConvert.SerializeObject(order, settings);
        output.Add(json);
        Order back = JsonConvert.DeserializeObject<Order>(json, settings)!;
        output.Add($"{back.Id} {back.Customer} {string.Join(", ", back.Lines)} {back.Due:O} {back.State} {back.Loaded}");

        JObject tree = JObject.Parse("""{ "items": [ { "n": 1, "tags": ["a", "b"] }, { "n": 2.5 }, null, true ], "text": "\u00e9\n" } """);
        output.Add(string.Join(", ", tree.SelectTokens("$.items[?(@.n > 1)].n").Select(t => t.ToString(Formatting.None))));
        tree["items"]!.Last!.AddAfterSelf(JToken.FromObject(new { added = new[] { 1, 2 } }));
        tree.Merge(JObject.Parse("""{ "text": "merged", "more": { "deep": [[1], [2, [3]]] } }"""));
        output.Add(tree.ToString(Formatting.None));
        output.Add(JToken.DeepEquals(tree, tree.DeepClone()).ToString());
        output.Add(string.Join(" ", tree.Descendants().OfType<JValue>().Select(v => v.Path)));

        dynamic expando = JsonConvert.DeserializeObject<ExpandoObject>("""{ "a": { "b": [1, "two", 3.0] } }""", new ExpandoObjectConverter())!;
        output.Add($"{expando.a.b[1]} {((dynamic)tree).more.deep[1][1][0]}");
        output.Add(JsonConvert.SerializeXNode(JsonConvert.DeserializeXNode("""{ "root": { "@id": "1", "child": ["x", "y"] } }""")!));
        foreach (string broken in new[] { "{ \"a\": ", "[1, 2", "{\"id\": \"no number\"}", "tru" })
        {
            try
            {
                output.Add(JsonConvert.DeserializeObject<Order>(broken)?.Id.ToString()!);
            }
            catch (JsonException exception)
            {
                output.Add($"{exception.GetType().Name}: {exception.Message}");
            }
        }

        using var reader = new JsonTextReader(new StringReader("[1,2]{\"k\":[null]}")) { SupportMultipleContent = true };
        while (reader.Read())
        {
            output.Add($"{reader.TokenType} {reader.Value} {reader.Path} {reader.LinePosition}");
        }

        return string.Join("\n", output);
    }

    public static async Task<string> Newtonsoft_Json_asynchronously()
    {
        using var text = new StringWriter();
        await using (var writer = new JsonTextWriter(text))
        {
            await JObject.Parse("""{ "a": [1, 2, { "b": null }] }""").WriteToAsync(writer);
        }

        using var reader = new JsonTextReader(new StringReader(text.ToString()));
        JToken token = await JToken.ReadFromAsync(reader);
        return token.ToString(Formatting.None);
    }

    public enum State
    {
        Open,
        [EnumMember(Value = "shut")]
        Closed,
    }

    public record Line(string Article, int Count, decimal Price);

    public sealed class Order
    {
        public int Id { get; set; }

        public string? Customer { get; set; }

        public string? Nothing { get; set; }

        public State State { get; set; } = State.Closed;

        public DateTime Due { get; set; }

        public List<Line> Lines { get; } = [];

        public object Any { get; set; } = new Line("any", 1, 1m);

        [JsonIgnore]
        public bool Loaded { get; private set; }

        [OnDeserialized]
        internal void OnLoaded(StreamingContext context) => Loaded = true;
    }
}
