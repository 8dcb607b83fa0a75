using System.Globalization;
using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>
/// The reference that stands for a binary value in inputs and outputs (protocol 2.8): <c>mlflow-attachment://UUID?content_type=…&amp;trace_id=…&amp;size=…</c>.
/// </summary>
/// <param name="AttachmentId">A UUID: it becomes part of a path.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="TraceId">The trace it is kept beside.</param>
/// <param name="Size">Bytes; <see langword="null"/> where the reference does not tell.</param>
internal sealed record AttachmentUri(string AttachmentId, string ContentType, string TraceId, long? Size = null)
{
    private const string Scheme = "mlflow-attachment";
    private const string Prefix = Scheme + "://";
    private const string Form = "An attachment's reference is written mlflow-attachment://UUID?content_type=TYPE&trace_id=TRACE, as it stands in inputs and outputs.";

    /// <summary>Where among a trace's files the bytes are.</summary>
    public static string FileOf(string attachmentId) => $"attachments/{attachmentId}";

    /// <summary>Reads the reference.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static AttachmentUri Parse(string attachmentUri)
        => TryParse(attachmentUri) ?? throw new ArgumentException($"'{attachmentUri}' is no reference to an attachment. {Form}", nameof(attachmentUri));

    /// <summary>Reads the reference; <see langword="null"/> when it is none.</summary>
    public static AttachmentUri? TryParse(string attachmentUri)
        => Uri.TryCreate(attachmentUri, UriKind.Absolute, out var uri)
            && uri.Scheme == Scheme
            && Guid.TryParseExact(uri.Host, "D", out var id)
            && Field(uri, "content_type") is { Length: > 0 } contentType
            && Field(uri, "trace_id") is { Length: > 0 } traceId
            ? new AttachmentUri(id.ToString("D"), contentType, traceId, SizeIn(uri))
            : null;

    /// <summary>A text, JSON or not, with other texts in place of the references in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="replacement">Gets a reference, and gives what is to stand in its place; the reference itself when nothing is.</param>
    public static string ReplaceIn(string text, Func<string, string> replacement)
    {
        StringBuilder? output = null;
        var copied = 0;
        for (var at = text.IndexOf(Prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Prefix, at + 1, StringComparison.Ordinal))
        {
            var end = at + Prefix.Length;
            while (end < text.Length && IsOfUri(text[end]))
            {
                end++;
            }

            var reference = text.Substring(at, end - at);
            var put = replacement(reference);
            if (!ReferenceEquals(put, reference))
            {
                output ??= new StringBuilder(text.Length);
                output.Append(text, copied, at - copied).Append(put);
                copied = end;
            }
        }

        return output is null ? text : output.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Writes the reference.</summary>
    public override string ToString()
    {
        var size = Size is { } bytes ? $"&size={bytes.ToString(CultureInfo.InvariantCulture)}" : string.Empty;
        return $"{Prefix}{AttachmentId}?content_type={Uri.EscapeDataString(ContentType)}&trace_id={Uri.EscapeDataString(TraceId)}{size}";
    }

    private static bool IsOfUri(char character) => char.IsLetterOrDigit(character) || character is '-' or '.' or '_' or '~' or '%' or '?' or '&' or '=' or '+';

    private static long? SizeIn(Uri uri) => long.TryParse(Field(uri, "size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static string? Field(Uri uri, string name) => uri.Query.TrimStart('?').Split('&')
        .Select(pair => pair.Split(['='], 2))
        .Where(pair => pair.Length == 2 && pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')))
        .FirstOrDefault();
}
