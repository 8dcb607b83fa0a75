using System.Text;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>What a <see cref="TraceReceiver"/> was sent: method and path, experiment header, decompressed body.</summary>
internal sealed record ReceivedRequest(string Route, string? ExperimentId, byte[] Body)
{
    public const string StartTrace = "POST /api/3.0/mlflow/traces";
    public const string PushSpans = "POST /v1/traces";

    /// <summary>The trace that a <see cref="StartTrace"/> announces.</summary>
    public string TraceId => (string)JObject.Parse(Encoding.UTF8.GetString(Body)).SelectToken("trace.trace_info.trace_id")!;

    /// <summary>Whether the protobuf of a <see cref="PushSpans"/> holds the 16 bytes of a trace's id.</summary>
    public bool Carries(string traceId) => Body.AsSpan().IndexOf(Convert.FromHexString(traceId["tr-".Length..])) >= 0;
}
