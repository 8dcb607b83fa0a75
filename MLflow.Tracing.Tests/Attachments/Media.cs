using System.Text.RegularExpressions;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Tests.Attachments;

/// <summary>Bytes that tests attach, and the references that spans show for them.</summary>
internal static partial class Media
{
    /// <summary>Bytes that are no text, and differ by their seed.</summary>
    public static byte[] Bytes(int count, byte seed = 1)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)(0x80 | (i * 7) | seed);
        }

        return bytes;
    }

    public static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    public static string DataUri(byte[] bytes, string contentType = "image/png") => $"data:{contentType};base64,{Base64(bytes)}";

    /// <summary>The references in a JSON text, in order.</summary>
    public static string[] ReferencesIn(string? json) => [.. Reference().Matches(json ?? string.Empty).Select(static match => match.Value)];

    /// <summary>What a reference of a trace stands for.</summary>
    public static TraceAttachment Find(Trace trace, string reference) => trace.Attachments.Single(attachment => reference.StartsWith($"mlflow-attachment://{attachment.AttachmentId}?", StringComparison.Ordinal));

    [GeneratedRegex("mlflow-attachment://[^\"\\\\]+")]
    private static partial Regex Reference();
}
