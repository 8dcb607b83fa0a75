#pragma warning disable IL2026, IL3050, CA1845
using System.Text;
using MLflow.Tracing.Model;
using Newtonsoft.Json;
namespace MLflow.Tracing.Capture;
internal readonly struct CapturedValue(string? json)
{
    public static readonly CapturedValue Redacted = Text("[redacted]");
    public bool IsEmpty => json is null;
    public static CapturedValue From<T>(T value, CapturePolicy policy) => new(JsonConvert.SerializeObject(value));
    public static CapturedValue FromObject(object? value, CapturePolicy policy) => new(JsonConvert.SerializeObject(value));
    public static CapturedValue Text(string text) => new(JsonText.Of(text));
    public static CapturedValue Opaque(string typeName) => Text("<" + typeName + ">");
    public string ToJson() => json!;
    public void AppendJson(StringBuilder builder) => builder.Append(json);
}
internal sealed class CapturePolicy(MlflowOptions options, TracingDiagnostics diagnostics) { public object[] Unused => [options, diagnostics]; }
internal static class CaptureReentrancy { public static bool IsCapturing => false; }
internal static class Preview
{
    public static string? Request(string? json, int limit) => Cut(json, limit);
    public static string? Response(string? json, int limit) => Cut(json, limit);
    public static string? Cut(string? text, int limit) => text is null || text.Length <= limit ? text : text.Substring(0, limit - 3) + "...";
}
