using System.Text.Json;

namespace MLflow.Tracing.Http.Formats;

/// <summary>Reads what may be missing, or of another kind than it should be.</summary>
internal static class Json
{
    public static JsonElement? Member(JsonElement owner, string name) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) ? member : null;

    public static string? Text(JsonElement owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Count(JsonElement owner, string name)
        => Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) && count >= 0 ? count : null;

    public static IEnumerable<JsonElement> Elements(JsonElement owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
