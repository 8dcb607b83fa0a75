using System.Text;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Reads the spans of a trace from where its server keeps them: its database, or the file <c>traces.json</c>.</summary>
internal sealed class SpanReader(TraceApi traces, ITraceArtifacts artifacts)
{
    private const string Database = "TRACKING_STORE";

    /// <summary>The spans in order of their start, the root first; none when the server has none.</summary>
    /// <exception cref="MlflowException">The server has them, but they cannot be had or read.</exception>
    public async Task<IReadOnlyList<Span>> ReadAsync(TraceInfo info, CancellationToken cancellationToken)
    {
        if (info.Tags.TryGetValue(TraceTagKey.SpansLocation, out var place) && place == Database)
        {
            var reply = await traces.GetWithSpansAsync(info.TraceId, cancellationToken).ConfigureAwait(false);
            var spans = reply.Status == 404 ? [] : reply.Read(json => SpansIn(json, info.TraceId), cancellationToken);

            // Servers 3.6 say so of every trace, whether it has spans there or not.
            if (spans.Count > 0)
            {
                return InOrder(spans);
            }
        }

        var file = await artifacts.DownloadAsync(info, attachmentId: null, cancellationToken).ConfigureAwait(false);
        return file is null ? [] : InOrder(Parse(file, info.TraceId));
    }

    /// <summary>In order of their start, the root first.</summary>
    public static List<Span> InOrder(IEnumerable<Span> spans) => [.. spans.OrderBy(span => span.ParentId is not null).ThenBy(span => span.StartTimeUnixNs)];

    private static List<Span> SpansIn(JObject json, string traceId)
        => [.. JsonFields.Objects(json.ObjectIn("trace")["spans"]).Select(span => OtlpSpanJson.Read(span, traceId))];

    private static IReadOnlyList<Span> Parse(byte[] file, string traceId)
    {
        try
        {
            return JsonValue.Parse(Encoding.UTF8.GetString(file)) is JObject data
                ? SpanJson.ReadData(data, traceId)
                : throw new FormatException("It is no JSON object.");
        }
        catch (Exception odd) when (odd is FormatException or OverflowException or InvalidCastException or ArgumentException or JsonException)
        {
            throw new MlflowException($"The spans of trace {traceId} cannot be read: {ArtifactApi.TracesFile} is damaged ({odd.Message.TrimEnd('.')}). Look at the file among the trace's artifacts on the server.", odd)
            {
                StatusCode = 200,
            };
        }
    }
}
