namespace MLflow.Tracing.Wire;

/// <summary>The reference that stands for a binary value in inputs and outputs (protocol 2.8): <c>mlflow-attachment://UUID?content_type=…&amp;trace_id=…</c>.</summary>
internal sealed record AttachmentUri(string AttachmentId, string ContentType, string TraceId)
{
    private const string Scheme = "mlflow-attachment";
    private const string Form = "An attachment's reference is written mlflow-attachment://UUID?content_type=TYPE&trace_id=TRACE, as it stands in inputs and outputs.";

    /// <summary>Reads the reference.</summary>
    /// <exception cref="ArgumentException">It is none. The id must be a UUID: it becomes part of a path.</exception>
    public static AttachmentUri Parse(string attachmentUri)
        => Uri.TryCreate(attachmentUri, UriKind.Absolute, out var uri)
            && uri.Scheme == Scheme
            && Guid.TryParseExact(uri.Host, "D", out var id)
            && Field(uri, "content_type") is { Length: > 0 } contentType
            && Field(uri, "trace_id") is { Length: > 0 } traceId
            ? new AttachmentUri(id.ToString("D"), contentType, traceId)
            : throw new ArgumentException($"'{attachmentUri}' is no reference to an attachment. {Form}", nameof(attachmentUri));

    private static string? Field(Uri uri, string name) => uri.Query.TrimStart('?').Split('&')
        .Select(pair => pair.Split(['='], 2))
        .Where(pair => pair.Length == 2 && pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')))
        .FirstOrDefault();
}
