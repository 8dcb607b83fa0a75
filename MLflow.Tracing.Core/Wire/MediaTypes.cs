using System.Net.Http.Headers;

namespace MLflow.Tracing.Wire;

/// <summary>What content types are, and which one a file has.</summary>
internal static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    // those that models take and make
    private static readonly Dictionary<string, string> s_byExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".bmp"] = "image/bmp",
        [".svg"] = "image/svg+xml",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".wav"] = "audio/wav",
        [".mp3"] = "audio/mpeg",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
        [".flac"] = "audio/flac",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/opus",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".mov"] = "video/quicktime",
        [".pdf"] = "application/pdf",
        [".json"] = "application/json",
        [".xml"] = "application/xml",
        [".zip"] = "application/zip",
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".txt"] = "text/plain",
        [".md"] = "text/markdown",
        [".csv"] = "text/csv",
        [".html"] = "text/html",
    };

    /// <summary>Whether a text is <c>type/subtype</c>, with or without parameters.</summary>
    public static bool IsValid(string? text)
        => text is not null && text.IndexOf('*') < 0 && MediaTypeHeaderValue.TryParse(text, out var parsed) && parsed.MediaType is not null;

    /// <summary>What the extension of a file's name says.</summary>
    public static string OfFile(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot >= 0 && s_byExtension.TryGetValue(name.Substring(dot), out var type) ? type : Unknown;
    }
}
