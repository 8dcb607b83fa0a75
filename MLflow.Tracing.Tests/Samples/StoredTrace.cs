using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>A trace as a reader of the folder store finds it; read without the library, so that both must agree on the format.</summary>
internal sealed class StoredTrace
{
    private StoredTrace(JObject json)
    {
        var info = (JObject)json["info"]!;
        Id = (string)info["trace_id"]!;
        State = (string)info["state"]!;
        Metadata = info["trace_metadata"]!.ToObject<Dictionary<string, string>>()!;
        SessionId = Metadata.GetValueOrDefault("mlflow.trace.session");
        Spans = [.. json["data"]!["spans"]!.Select(span => new StoredSpan((JObject)span))];
    }

    public string Id { get; }

    public string State { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public string? SessionId { get; }

    public IReadOnlyList<StoredSpan> Spans { get; }

    public StoredSpan Root => Spans.Single(span => span.ParentId is null);

    /// <summary>The traces below a working directory, in order of their files and lines.</summary>
    public static IReadOnlyList<StoredTrace> ReadAll(string directory)
    {
        var store = Path.Combine(directory, "mlflow-traces");
        return Directory.Exists(store)
            ? [.. Directory.GetFiles(store, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(line => new StoredTrace(JObject.Parse(line)))]
            : [];
    }

    public StoredSpan SpanOf(string type) => Spans.Single(span => span.Type == type);

    public IEnumerable<StoredSpan> ChildrenOf(StoredSpan parent) => Spans.Where(span => span.ParentId == parent.Id);

    /// <summary>The number of levels, 1 for a root alone.</summary>
    public int Depth => DepthBelow(Root);

    public override string ToString() => $"{Id} {State}\n{Draw(Root, indent: 1)}";

    private int DepthBelow(StoredSpan span) => 1 + ChildrenOf(span).Select(DepthBelow).DefaultIfEmpty().Max();

    private string Draw(StoredSpan span, int indent)
        => $"{new string(' ', 2 * indent)}{span}\n{string.Concat(ChildrenOf(span).Select(child => Draw(child, indent + 1)))}";
}
