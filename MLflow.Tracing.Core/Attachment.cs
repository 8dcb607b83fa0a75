using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>
/// A binary value, an image or a document for example, to be put into inputs, outputs, arguments or results. The span shows a reference
/// (<c>mlflow-attachment://…</c>) in its place, and the bytes are delivered beside the trace; MLflow's web pages show both together.
/// </summary>
/// <remarks>
/// Immutable, hence safe to share between threads; recorded several times in one trace it is delivered once. It may stand anywhere in a value that is
/// recorded: as an argument, a member, an item. Read it back with <see cref="MlflowClient.GetAttachmentAsync"/>.
/// </remarks>
/// <example>
/// <code>
/// using var span = Mlflow.StartActiveSpan("inspect roof");
/// span.SetInputs(new { question, photo = Attachment.FromFile("roof.jpg") });
/// span.SetOutputs(new Attachment("application/pdf", File.ReadAllBytes("report.pdf")));
/// </code>
/// </example>
public sealed class Attachment
{
    /// <summary>Makes an attachment of bytes.</summary>
    /// <param name="contentType">What they are: <c>type/subtype</c>, for example <c>image/png</c>; parameters may follow.</param>
    /// <param name="content">The bytes. They are copied: what changes afterwards is not seen.</param>
    /// <exception cref="ArgumentException"><paramref name="contentType"/> is not of that form.</exception>
    public Attachment(string contentType, ReadOnlyMemory<byte> content)
        : this(contentType, content.ToArray())
    {
    }

    private Attachment(string contentType, byte[] content)
    {
        ContentType = MediaTypes.IsValid(contentType)
            ? contentType
            : throw new ArgumentException($"'{contentType}' is no content type: it is written type/subtype, for example image/png.", nameof(contentType));
        Bytes = content;
    }

    /// <summary>What the bytes are, for example <c>image/png</c>.</summary>
    public string ContentType { get; }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Content => Bytes;

    internal byte[] Bytes { get; }

    /// <summary>Makes an attachment of a file, which is read at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="contentType">What it is; <see langword="null"/> means what its extension says, and <c>application/octet-stream</c> where that says nothing.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or <paramref name="contentType"/> is not of the form <c>type/subtype</c>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read the file.</exception>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("inspect roof");
    /// span.SetInputs(new { photo = Attachment.FromFile("roof.jpg"), plan = Attachment.FromFile("plan.dwg", "image/vnd.dwg") });
    /// </code>
    /// </example>
    public static Attachment FromFile(string path, string? contentType = null)
        => string.IsNullOrEmpty(path)
            ? throw new ArgumentException("The path of a file is needed.", nameof(path))
            : new Attachment(contentType ?? MediaTypes.OfFile(path), File.ReadAllBytes(path));
}
