using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>Where vendors say what went wrong.</summary>
internal static class VendorError
{
    /// <summary>The message in an answer: <c>error.message</c>, <c>error</c>, or <c>message</c>; <see langword="null"/> when it has none.</summary>
    public static string? In(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return In(document.RootElement);
        }
        catch (JsonException)
        {
            // a page of a proxy, say
            return null;
        }
    }

    /// <inheritdoc cref="In(ReadOnlySpan{byte})"/>
    public static string? In(JsonElement answer)
    {
        // Gemini answers with a list when a stream was asked for
        if (answer is { ValueKind: JsonValueKind.Array } && answer.GetArrayLength() > 0)
        {
            answer = answer[0];
        }

        return answer.ValueKind != JsonValueKind.Object ? null
            : !answer.TryGetProperty("error"u8, out var error) ? Text(answer, "message")
            : error.ValueKind == JsonValueKind.String ? error.GetString()
            : error.ValueKind == JsonValueKind.Object ? Text(error, "message")
            : Text(answer, "message");
    }

    private static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
