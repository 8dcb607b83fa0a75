using MLflow.Tracing.Model;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>The calls of a tracking server that concern stored traces (protocol 3.1), each as one request.</summary>
internal sealed class TraceApi(ServerConnection connection)
{
    private const string Traces = "/api/3.0/mlflow/traces";

    public Task<ServerReply> GetInfoAsync(string traceId, CancellationToken cancellationToken) => connection.GetAsync(PathOf(traceId), cancellationToken);

    /// <summary>The trace with its spans, from a server's database (MLflow 3.6); spans that have not come in yet are missing.</summary>
    public Task<ServerReply> GetWithSpansAsync(string traceId, CancellationToken cancellationToken)
        => connection.GetAsync($"{Traces}/get?trace_id={Uri.EscapeDataString(traceId)}&allow_partial=true", cancellationToken);

    public Task<ServerReply> SearchAsync(IEnumerable<string> experimentIds, string? filter, IReadOnlyList<string> orderBy, int maxResults, string? pageToken, CancellationToken cancellationToken)
        => connection.PostAsync(
            $"{Traces}/search",
            writer =>
            {
                WriteLocations(writer, experimentIds);
                OptionalProperty(writer, "filter", filter);
                Property(writer, "max_results", maxResults);
                if (orderBy.Count > 0)
                {
                    List(writer, "order_by", orderBy);
                }

                OptionalProperty(writer, "page_token", pageToken);
            },
            cancellationToken);

    public Task<ServerReply> SetTagAsync(string traceId, string key, string value, CancellationToken cancellationToken)
        => connection.PatchAsync(
            $"{PathOf(traceId)}/tags",
            writer =>
            {
                Property(writer, "key", key);
                Property(writer, "value", value);
            },
            cancellationToken);

    public Task<ServerReply> DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken)
        => connection.DeleteAsync($"{PathOf(traceId)}/tags", writer => Property(writer, "key", key), cancellationToken);

    public Task<ServerReply> DeleteAsync(string experimentId, IEnumerable<string> traceIds, CancellationToken cancellationToken)
        => connection.PostAsync(
            $"{Traces}/delete-traces",
            writer =>
            {
                Property(writer, "experiment_id", experimentId);
                List(writer, "request_ids", traceIds);
            },
            cancellationToken);

    public Task<ServerReply> DeleteAsync(string experimentId, long maxTimestampUnixMs, int maxTraces, CancellationToken cancellationToken)
        => connection.PostAsync(
            $"{Traces}/delete-traces",
            writer =>
            {
                Property(writer, "experiment_id", experimentId);
                Property(writer, "max_timestamp_millis", maxTimestampUnixMs);
                Property(writer, "max_traces", maxTraces);
            },
            cancellationToken);

    public Task<ServerReply> LinkToRunAsync(IEnumerable<string> traceIds, string runId, CancellationToken cancellationToken)
        => connection.PostAsync(
            "/api/2.0/mlflow/traces/link-to-run",
            writer =>
            {
                List(writer, "trace_ids", traceIds);
                Property(writer, "run_id", runId);
            },
            cancellationToken);

    public Task<ServerReply> LinkPromptsAsync(string traceId, IEnumerable<PromptVersion> prompts, CancellationToken cancellationToken)
        => connection.PostAsync(
            "/api/2.0/mlflow/traces/link-prompts",
            writer =>
            {
                Property(writer, "trace_id", traceId);
                writer.WritePropertyName("prompt_versions");
                writer.WriteStartArray();
                foreach (var prompt in prompts)
                {
                    writer.WriteStartObject();
                    Property(writer, "name", prompt.Name);
                    Property(writer, "version", prompt.Version);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            },
            cancellationToken);

    public Task<ServerReply> CreateAssessmentAsync(string traceId, Assessment assessment, CancellationToken cancellationToken)
        => connection.PostAsync($"{PathOf(traceId)}/assessments", writer => WriteAssessment(writer, traceId, assessment), cancellationToken);

    public Task<ServerReply> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
        => connection.GetAsync(PathOf(traceId, assessmentId), cancellationToken);

    /// <param name="traceId">The trace.</param>
    /// <param name="assessment">Has the id, and the new values.</param>
    /// <param name="updateMask">The fields to change, as protobuf's JSON has a field mask.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<ServerReply> UpdateAssessmentAsync(string traceId, Assessment assessment, string updateMask, CancellationToken cancellationToken)
        => connection.PatchAsync(
            PathOf(traceId, assessment.AssessmentId!),
            writer =>
            {
                WriteAssessment(writer, traceId, assessment);
                Property(writer, "update_mask", updateMask);
            },
            cancellationToken);

    public Task<ServerReply> DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
        => connection.DeleteAsync(PathOf(traceId, assessmentId), writeFields: null, cancellationToken);

    private static string PathOf(string traceId) => $"{Traces}/{Uri.EscapeDataString(traceId)}";

    private static string PathOf(string traceId, string assessmentId) => $"{PathOf(traceId)}/assessments/{Uri.EscapeDataString(assessmentId)}";

    private static void WriteAssessment(JsonUtf8Writer writer, string traceId, Assessment assessment)
    {
        writer.WritePropertyName("assessment");
        AssessmentJson.Write(writer, assessment, traceId);
    }

    private static void WriteLocations(JsonUtf8Writer writer, IEnumerable<string> experimentIds)
    {
        writer.WritePropertyName("locations");
        writer.WriteStartArray();
        foreach (var id in experimentIds)
        {
            TraceInfoJson.WriteLocation(writer, id, experimentName: null);
        }

        writer.WriteEndArray();
    }
}
