using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

/// <summary>What a server has of a trace, as its answers.</summary>
internal static class StoredOnServer
{
    public const string TraceId = "tr-0000000000000000000000000000002a";

    public const string GetInfo = "GET /api/3.0/mlflow/traces/" + TraceId;
    public const string GetSpans = "GET /api/3.0/mlflow/traces/get?trace_id=" + TraceId + "&allow_partial=true";
    public const string GetFile = "GET /api/2.0/mlflow-artifacts/artifacts/123/traces/" + TraceId + "/artifacts/traces.json";
    public const string GetByTrace = "GET /ajax-api/2.0/mlflow/get-trace-artifact?request_id=" + TraceId;

    public static ScriptedReply Missing { get; } = ScriptedReply.Error(404, "RESOURCE_DOES_NOT_EXIST", "no such thing");

    /// <summary>The answer to <see cref="GetInfo"/>.</summary>
    /// <param name="artifactLocation">The tag; <see langword="null"/> means the server's proxy.</param>
    /// <param name="isInDatabase">Whether the server says that the spans are in its database.</param>
    /// <param name="assessments">Their JSON.</param>
    public static ScriptedReply Info(string? artifactLocation = null, bool isInDatabase = false, string assessments = "[]")
        => Answer(InfoJson(TraceId, artifactLocation, isInDatabase, assessments));

    /// <summary>The answer that says this of a trace.</summary>
    public static ScriptedReply Answer(string infoJson) => new(200, $$$"""{"trace":{"trace_info":{{{infoJson}}} }}""");

    public static string InfoJson(string traceId, string? artifactLocation = null, bool isInDatabase = false, string assessments = "[]")
        => $$$"""
        {
          "trace_id":"{{{traceId}}}","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"123"}},"request_preview":"in",
          "request_time":"2026-11-22T21:19:16Z","execution_duration":"0.013s","state":"OK","trace_metadata":{"mlflow.trace.session":"s-1"},
          "tags":{
            "mlflow.artifactLocation":"{{{artifactLocation ?? $"mlflow-artifacts:/123/traces/{traceId}/artifacts"}}}"
            {{{(isInDatabase ? """,  "mlflow.trace.spansLocation":"TRACKING_STORE" """ : "")}}}
          },
          "assessments":{{{assessments}}}
        }
        """;

    /// <summary>A <c>traces.json</c> with one span.</summary>
    public static string FileJson(string name = "root") => $$"""
        {"spans":[{"trace_id":"AAAAAAAAAAAAAAAAAAAAKg==","span_id":"AAAAAAAAAAE=","parent_span_id":null,"name":"{{name}}","start_time_unix_nano":1795382356000000000,"end_time_unix_nano":1795382356013000000,
        "status":{"code":"STATUS_CODE_OK","message":""},"attributes":{"mlflow.traceRequestId":"\"{{TraceId}}\"","mlflow.spanInputs":"{\"q\": 1}"},"events":[]}]}
        """;
}
