using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ForeignCode;

public static class YamlDotNetScenarios
{
    private const string Document = """
        # what to cook
        name: Soup
        servings: 4
        steps:
          - &water { what: boil water, minutes: 10 }
          - what: |
              chop
              everything
            minutes: 5
          - *water
        notes: >-
          folded
          text
        """;

    public static string YamlDotNet()
    {
        IDeserializer deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        ISerializer serializer = new SerializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).DisableAliases().Build();
        var recipe = deserializer.Deserialize<Recipe>(Document);
        var output = new List<string> { serializer.Serialize(recipe), serializer.Serialize(new Dictionary<string, object?> { ["a"] = new[] { 1, 2 }, ["b"] = null, ["c"] = "yes" }) };

        var stream = new YamlStream();
        stream.Load(new StringReader(Document));
        output.Add(string.Join(", ", stream.Documents[0].AllNodes.Select(n => n.NodeType)));
        using var written = new StringWriter();
        stream.Save(written, assignAnchors: false); // assigned ones are random
        output.Add(written.ToString());
        foreach (string broken in new[] { "a: [1, 2", "a: b: c", "servings: many", "\t- x" })
        {
            try
            {
                output.Add(deserializer.Deserialize<Recipe>(broken).Name!);
            }
            catch (YamlException exception)
            {
                output.Add($"{exception.GetType().Name} {exception.Start}: {exception.Message}");
            }
        }

        return string.Join("\n", output);
    }

    public sealed class Recipe
    {
        public string? Name { get; set; }

        public int Servings { get; set; }

        public List<Step> Steps { get; set; } = [];

        public string? Notes { get; set; }
    }

    public sealed class Step
    {
        public string? What { get; set; }

        public int Minutes { get; set; }
    }
}
