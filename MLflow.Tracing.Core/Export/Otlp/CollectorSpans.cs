using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;

namespace MLflow.Tracing.Export.Otlp;

/// <summary>
/// A trace's spans as collectors understand them. A collector sees spans only, so the root says what MLflow keeps beside them: tags, as newer MLflow servers read them, and metadata.
/// Objects are texts of JSON, as Python sends them: most back ends of collectors know scalars and lists of scalars only.
/// </summary>
internal static class CollectorSpans
{
    private const string TagPrefix = "mlflow.traceTag.";

    /// <summary>What the root says already, in full or in another form.</summary>
    private static readonly HashSet<string> s_redundantMetadata = new(StringComparer.Ordinal)
    {
        TraceMetadataKey.SchemaVersion,
        TraceMetadataKey.Inputs,
        TraceMetadataKey.Outputs,
        TraceMetadataKey.Session,
        TraceMetadataKey.User,
        TraceMetadataKey.SizeBytes,
        TraceMetadataKey.SizeStats,
    };

    /// <param name="trace">The trace.</param>
    /// <param name="withGenAi">Whether attributes of the conventions for generative AI are added.</param>
    public static IEnumerable<Span> Of(Trace trace, bool withGenAi)
    {
        for (var i = 0; i < trace.Spans.Count; i++)
        {
            var attributes = trace.Spans[i].Attributes.ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);
            if (withGenAi)
            {
                GenAiAttributes.AddTo(attributes, trace.Spans[i].Name);
            }

            if (i == 0)
            {
                AddFacts(attributes, trace.Info);
            }

            yield return trace.Spans[i] with
            {
                Attributes = attributes.ToDictionary(static pair => pair.Key, static pair => IsScalarOrListOfScalars(pair.Value) ? pair.Value : JsonText.Of(pair.Value), StringComparer.Ordinal),
            };
        }
    }

    private static void AddFacts(Dictionary<string, string> root, TraceInfo info)
    {
        AddIfNew(SpanAttributeKey.SessionId, info.Metadata.TryGetValue(TraceMetadataKey.Session, out var session) ? session : null);
        AddIfNew(SpanAttributeKey.UserId, info.Metadata.TryGetValue(TraceMetadataKey.User, out var user) ? user : null);
        AddIfNew(SpanAttributeKey.ExperimentId, info.ExperimentId);
        foreach (var tag in info.Tags.Where(static tag => tag.Key != TraceTagKey.TraceName))
        {
            AddIfNew(TagPrefix + tag.Key, tag.Value);
        }

        foreach (var fact in info.Metadata.Where(static fact => !s_redundantMetadata.Contains(fact.Key)))
        {
            AddIfNew(fact.Key, fact.Value);
        }

        void AddIfNew(string key, string? value)
        {
            if (value is not null && !root.ContainsKey(key))
            {
                root[key] = JsonText.Of(value);
            }
        }
    }

    // Lists of one type, as OpenTelemetry defines attributes.
    private static bool IsScalarOrListOfScalars(string json)
    {
        if (json.Length == 0 || json[0] is not ('{' or '['))
        {
            return true;
        }

        if (json[0] == '{')
        {
            return false;
        }

        try
        {
            using var reader = JsonValue.OpenReader(json);
            reader.Read();
            JsonToken? kind = null;
            while (reader.Read() && reader.TokenType is JsonToken.String or JsonToken.Boolean or JsonToken.Integer or JsonToken.Float)
            {
                if ((kind ??= reader.TokenType) != reader.TokenType)
                {
                    return false;
                }
            }

            return reader.TokenType == JsonToken.EndArray;
        }
        catch (JsonException)
        {
            return true; // no JSON, but text that begins like it
        }
    }
}
