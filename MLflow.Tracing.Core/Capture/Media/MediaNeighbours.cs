using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Capture.Media;

/// <summary>What the members beside a base64 text say it is: the ways in which model providers put media into messages.</summary>
internal static class MediaNeighbours
{
    private const string Png = "image/png";

    /// <summary>The content type; <see langword="null"/> when nothing says that it is media.</summary>
    public static string? TypeOf(JProperty member)
    {
        var owner = (JObject)member.Parent!;
        return Essence(member.Name) switch
        {
            "data" => DeclaredType(owner) ?? AudioFormat(owner), // Anthropic's source, Gemini's inline data; OpenAI's input_audio
            "filedata" => TextOf(owner, "filename") is { } name ? MediaTypes.OfFile(name) : MediaTypes.Unknown, // OpenAI's file
            "b64json" => ImageFormat(owner), // OpenAI's generated images
            "result" => TextOf(owner, "type") == "image_generation_call" ? ImageFormat(owner) : null,
            _ => null,
        };
    }

    private static string? DeclaredType(JObject owner)
        => (TextOf(owner, "mediatype") ?? TextOf(owner, "mimetype")) is { } type && MediaTypes.IsValid(type) ? type : null;

    private static string? AudioFormat(JObject owner) => TextOf(owner, "format") switch
    {
        "mp3" => "audio/mpeg",
        "wav" or "flac" or "aac" or "opus" or "ogg" or "webm" => $"audio/{TextOf(owner, "format")}",
        "pcm16" => "audio/pcm",
        _ => null,
    };

    private static string ImageFormat(JObject owner) => TextOf(owner, "outputformat") is "jpeg" or "webp" ? $"image/{TextOf(owner, "outputformat")}" : Png;

    private static string? TextOf(JObject owner, string name)
        => owner.Properties().FirstOrDefault(member => Essence(member.Name) == name)?.Value is JValue { Value: string text } ? text : null;

    // media_type is mediaType is MediaType
    private static string Essence(string name) => name.Replace("_", string.Empty).ToLowerInvariant();
}
