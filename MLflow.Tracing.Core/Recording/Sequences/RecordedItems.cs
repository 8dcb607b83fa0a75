using System.Globalization;
using System.Text;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>What a traced sequence has yielded so far: the first items, and how many there were. Guarded by its span's details.</summary>
internal sealed class RecordedItems(CapturePolicy policy)
{
    private readonly List<(CapturedValue Value, long Timestamp)> _kept = [];
    private long _characters;
    private int _total;

    /// <summary>Whether another item would be kept; beyond the limits of <see cref="MlflowOptions"/> they are counted only.</summary>
    public bool HasRoom => _kept.Count < policy.MaxItems && _characters < policy.MaxCharacters;

    /// <summary>Characters of text that the kept items keep alive.</summary>
    public long HeldCharacters => _characters;

    /// <summary>Keeps an item.</summary>
    public void Add(CapturedValue item, long timestamp)
    {
        _kept.Add((item, timestamp));
        _characters += item.HeldCharacters;
        _total++;
    }

    /// <summary>Counts an item that is not kept.</summary>
    public void Skip() => _total++;

    /// <summary>One event an item, as MLflow's other SDKs write them.</summary>
    /// <param name="toUnixNs">Turns a monotonic reading into nanoseconds since the Unix epoch.</param>
    public IEnumerable<SpanEvent> ToEvents(Func<long, long> toUnixNs) => _kept.Select((item, index) => new SpanEvent(
        SpanAttributeKey.ChunkItemPrefix + index.ToString(CultureInfo.InvariantCulture),
        toUnixNs(item.Timestamp),
        new Dictionary<string, string>(StringComparer.Ordinal) { [SpanAttributeKey.ChunkValue] = JsonText.Of(item.Value.ToJson()) }));

    /// <summary>The items as a JSON array; the last entry tells how many more there were.</summary>
    public string ToJson()
    {
        var json = new StringBuilder("[");
        for (var i = 0; i < _kept.Count; i++)
        {
            json.Append(i > 0 ? "," : string.Empty);
            _kept[i].Value.AppendJson(json);
        }

        if (_total > _kept.Count)
        {
            json.Append(_kept.Count > 0 ? "," : string.Empty).Append(JsonText.Of($"…<+{_total - _kept.Count} more items>"));
        }

        return json.Append(']').ToString();
    }
}
