namespace MLflow.Tracing.Model;

/// <summary>A binary value that is kept beside its trace, with a reference (<c>mlflow-attachment://…</c>) in its place in inputs or outputs.</summary>
/// <param name="AttachmentId">The attachment's id, a UUID.</param>
/// <param name="ContentType">What it is, for example <c>image/png</c>.</param>
/// <param name="Content">The bytes.</param>
/// <example>
/// <code>
/// public async Task SaveAsync(string attachmentUri, string path)
/// {
///     if (await client.GetAttachmentAsync(attachmentUri) is { ContentType: "image/png" } image)
///     {
///         await File.WriteAllBytesAsync(path, image.Content.ToArray());
///     }
/// }
/// </code>
/// </example>
public sealed record TraceAttachment(string AttachmentId, string ContentType, ReadOnlyMemory<byte> Content);
