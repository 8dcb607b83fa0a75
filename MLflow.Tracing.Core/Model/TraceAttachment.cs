namespace MLflow.Tracing.Model;

/// <summary>A binary value that is kept beside its trace, with a reference (<c>mlflow-attachment://…</c>) in its place in inputs or outputs.</summary>
/// <param name="AttachmentId">The attachment's id, a UUID.</param>
/// <param name="ContentType">What it is, for example <c>image/png</c>.</param>
/// <param name="Content">The bytes.</param>
/// <example>
/// <code>
/// var image = await client.GetAttachmentAsync(reference);
/// await File.WriteAllBytesAsync("image.png", image!.Content.ToArray());
/// </code>
/// </example>
public sealed record TraceAttachment(string AttachmentId, string ContentType, ReadOnlyMemory<byte> Content);
