using MLflow.Tracing.Model;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>
/// What requests say, without what differs from run to run (ids, clock times, stack traces) and without what this SDK adds, which docs/parity.md tells:
/// the same JSON for two programs that say the same, however it was sent.
/// </summary>
internal static class Meaning
{
    /// <summary>The recordings are of 2026; an earlier time was given by the program.</summary>
    private const long FirstMeasuredNs = 1_750_000_000_000_000_000;

    private static readonly string[] s_addedMetadata =
    [
        TraceMetadataKey.Inputs, TraceMetadataKey.Outputs, TraceMetadataKey.SizeStats, TraceMetadataKey.SizeBytes,
        TraceMetadataKey.SourceUser, TraceMetadataKey.SourceName, TraceMetadataKey.SourceType,
        TraceMetadataKey.GitCommit, TraceMetadataKey.GitBranch, TraceMetadataKey.GitRepositoryUrl, TraceMetadataKey.GitDirty,
    ];

    private static readonly string[] s_addedAttributes = [SpanAttributeKey.FunctionName, SpanAttributeKey.LogLevel, SpanAttributeKey.SessionId, SpanAttributeKey.UserId];

    private static readonly string[] s_addedTags = [TraceTagKey.TraceName];

    /// <summary>Members of their own here, but for the id.</summary>
    private static readonly string[] s_shownAttributes = [SpanAttributeKey.TraceId, SpanAttributeKey.SpanType, SpanAttributeKey.Inputs, SpanAttributeKey.Outputs];

    /// <summary>What is not compared because this SDK adds it, or means it otherwise in all records alike.</summary>
    public static IEnumerable<string> NotCompared => [.. s_addedMetadata, .. s_addedAttributes, .. s_addedTags];

    /// <summary>One object a trace, in the order in which the server heard of them.</summary>
    public static JArray Of(IEnumerable<SentPart> parts) => [.. parts.GroupBy(part => part.TraceId).Select(OfTrace)];

    /// <summary>What is said of a trace as a whole.</summary>
    public static JObject OfInfo(JObject info) => WithoutNothing(new()
    {
        ["experiment"] = info["trace_location"]!["mlflow_experiment"]!["experiment_id"],
        ["client_request_id"] = info["client_request_id"],
        ["request_preview"] = NothingIfEmpty(info["request_preview"]),
        ["response_preview"] = NothingIfEmpty(info["response_preview"]),
        ["state"] = info["state"],
        ["tags"] = Without((JObject)info["tags"]!, s_addedTags),
        ["metadata"] = MetadataOf(info),
        ["assessments"] = info["assessments"],
    });

    /// <summary>The trees below the spans that have no parent.</summary>
    public static JArray OfSpans(IEnumerable<SentSpan> spans) => ChildrenOf(string.Empty, spans.ToLookup(span => span.ParentId));

    private static JObject OfTrace(IEnumerable<SentPart> parts)
    {
        var meaning = OfInfo(parts.First().Info ?? throw new AssertFailedException("Spans were sent before what their trace is about."));
        meaning["requests"] = new JArray(parts.Select(part => WithoutNothing(new()
        {
            ["route"] = part.Route,
            ["authorization"] = part.Authorization is { } header ? new JValue(header) : null,
        })));
        meaning["spans"] = OfSpans(parts.SelectMany(part => part.Spans));
        return meaning;
    }

    // Which of two parallel calls comes first is chance.
    private static JArray ChildrenOf(string parentId, ILookup<string, SentSpan> byParent)
        => [.. byParent[parentId].Select(span => OfSpan(span, byParent))
            .OrderBy(span => (string?)span["name"], StringComparer.Ordinal).ThenBy(span => span["inputs"]?.ToString(), StringComparer.Ordinal)];

    private static JObject OfSpan(SentSpan span, ILookup<string, SentSpan> byParent) => WithoutNothing(new()
    {
        ["name"] = span.Name,
        ["type"] = span.Attributes[SpanAttributeKey.SpanType],
        ["inputs"] = span.Attributes[SpanAttributeKey.Inputs],
        ["outputs"] = span.Attributes[SpanAttributeKey.Outputs],
        ["status"] = span.Status,
        ["message"] = span.Message,
        ["start"] = IfGiven(span.StartNs),
        ["end"] = IfGiven(span.EndNs),
        ["attributes"] = Without(span.Attributes, [.. s_addedAttributes, .. s_shownAttributes]),
        ["events"] = new JArray(span.Events.Select(OfEvent)),
        ["children"] = ChildrenOf(span.Id, byParent),
    });

    private static JObject OfEvent(JObject happening) => WithoutNothing(new()
    {
        ["name"] = happening["name"],
        ["time"] = IfGiven((long)happening["time"]!),
        ["attributes"] = Without((JObject)happening["attributes"]!, ["exception.stacktrace"]),
    });

    private static JObject MetadataOf(JObject info)
    {
        var metadata = Without((JObject)info["trace_metadata"]!, s_addedMetadata);
        if (metadata[TraceMetadataKey.TokenUsage] is { } usage)
        {
            metadata[TraceMetadataKey.TokenUsage] = SentSpan.Parsed((string)usage!);
        }

        return metadata;
    }

    private static JObject Without(JObject json, string[] names) => new(json.Properties().Where(property => !names.Contains(property.Name)));

    private static JObject WithoutNothing(Dictionary<string, JToken?> members) => new(members.Where(member => member.Value is not null).Select(member => new JProperty(member.Key, member.Value)));

    private static JToken? NothingIfEmpty(JToken? text) => string.IsNullOrEmpty((string?)text) ? null : text;

    private static JToken? IfGiven(long timeNs) => timeNs < FirstMeasuredNs ? timeNs : null;
}
