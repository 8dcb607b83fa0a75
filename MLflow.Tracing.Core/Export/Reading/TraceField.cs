using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Reading;

/// <summary>One thing that a local search can filter and order traces by: a number or a text, which a trace may lack.</summary>
internal sealed class TraceField
{
    private const long NsPerMs = 1_000_000;

    private const string Known =
        "A folder store knows status, name, timestamp_ms, execution_time_ms, end_time_ms, request_id, client_request_id and run_id (also with 'attributes.' or 'trace.' before it), tags.KEY and metadata.KEY.";

    private TraceField(Func<TraceInfo, long> number) => Number = number;

    private TraceField(Func<TraceInfo, string?> text) => Text = text;

    /// <summary>Set when it is a number.</summary>
    public Func<TraceInfo, long>? Number { get; }

    /// <summary>Set when it is a text.</summary>
    public Func<TraceInfo, string?>? Text { get; }

    /// <summary>Reads <c>status</c>, <c>attributes.status</c>, <c>tags.KEY</c>, <c>metadata.`KEY`</c> and so on.</summary>
    /// <exception cref="ArgumentException">MLflow has no such field.</exception>
    /// <exception cref="NotSupportedException">A server knows it, a folder store does not.</exception>
    public static TraceField Parse(string identifier)
    {
        var dot = identifier.IndexOf('.');
        var owner = dot < 0 ? "attributes" : identifier.Substring(0, dot);
        var key = identifier.Substring(dot + 1).Trim('`', '"');
        return owner switch
        {
            "attributes" or "attribute" or "attr" or "trace" or "traces" => Attribute(key, identifier),
            "tags" or "tag" => new TraceField(info => ValueIn(info.Tags, key)),
            "metadata" or "request_metadata" or "trace_metadata" => new TraceField(info => ValueIn(info.Metadata, key)),
            "span" or "spans" or "feedback" or "expectation" or "issue" => throw NotKnown(identifier),
            _ => throw new ArgumentException($"'{identifier}' is no field of a trace. {Known}", nameof(identifier)),
        };
    }

    private static TraceField Attribute(string key, string identifier) => key switch
    {
        "status" or "state" => new TraceField(info => TraceInfoJson.StateText(info.State)),
        "name" => new TraceField(info => ValueIn(info.Tags, TraceTagKey.TraceName)),
        "request_id" or "trace_id" => new TraceField(info => info.TraceId),
        "client_request_id" => new TraceField(info => info.ClientRequestId),
        "run_id" => new TraceField(info => ValueIn(info.Metadata, TraceMetadataKey.SourceRun)),
        "timestamp_ms" or "timestamp" => new TraceField(info => info.RequestTimeUnixNs / NsPerMs),
        "execution_time_ms" or "execution_time" => new TraceField(info => info.ExecutionDurationNs / NsPerMs),
        "end_time_ms" or "end_time" => new TraceField(info => (info.RequestTimeUnixNs + info.ExecutionDurationNs) / NsPerMs),
        "prompt" or "text" => throw NotKnown(identifier),
        _ => throw new ArgumentException($"'{identifier}' is no field of a trace. {Known}", nameof(identifier)),
    };

    private static string? ValueIn(IReadOnlyDictionary<string, string> map, string key) => map.TryGetValue(key, out var value) ? value : null;

    private static NotSupportedException NotKnown(string identifier)
        => new($"'{identifier}' can be searched for on an MLflow server only. {Known} Push the folder's traces to a server to search them by more.");
}
