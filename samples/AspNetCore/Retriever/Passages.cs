namespace Retriever;

/// <summary>What is known about topics.</summary>
internal sealed class Passages
{
    private readonly Dictionary<string, string> _byTopic = new(StringComparer.OrdinalIgnoreCase)
    {
        ["weaving"] = "Weaving adds code to an assembly after it was compiled.",
        ["spans"] = "A span is one unit of work.",
    };

    public string Find(string topic) => _byTopic.GetValueOrDefault(topic, $"Nothing is known about {topic}.");
}
