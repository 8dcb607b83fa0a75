using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>One span of a <see cref="StoredTrace"/>.</summary>
internal sealed class StoredSpan(JObject json)
{
    public string Id { get; } = (string)json["span_id"]!;

    public string? ParentId { get; } = (string?)json["parent_span_id"] is { Length: > 0 } parent ? parent : null;

    public string Name { get; } = (string)json["name"]!;

    public string Status { get; } = (string)json["status"]!["code"]!;

    public string? Type => (string?)Attribute("mlflow.spanType");

    public JToken? Inputs => Attribute("mlflow.spanInputs");

    public JToken? Outputs => Attribute("mlflow.spanOutputs");

    public IReadOnlyList<string?> ExceptionTypes { get; } =
        [.. json["events"]!.Where(e => (string?)e["name"] == "exception").Select(e => (string?)e["attributes"]!["exception.type"])];

    public override string ToString() => $"{Name} [{Type}] {Status} {Inputs?.ToString(Newtonsoft.Json.Formatting.None)} -> {Outputs?.ToString(Newtonsoft.Json.Formatting.None)}";

    // attributes are JSON texts in strings
    private JToken? Attribute(string name) => (string?)json["attributes"]![name] is { } text ? JToken.Parse(text) : null;
}
