using MLflow.Tracing.Complaints;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>The attachments of a folder store: <c>attachments/UUID</c> beside the files of traces, readable by their owner only as these are.</summary>
internal static class FolderStoreAttachments
{
    /// <summary>Stores an attachment.</summary>
    /// <returns>Why it could not be stored; <see langword="null"/> when it was.</returns>
    public static DeliveryFailure? TryWrite(string folder, TraceAttachment attachment)
    {
        var path = PathOf(folder, attachment.AttachmentId);
        try
        {
            FolderStoreFile.CreateFolder(folder);
            FolderStoreFile.CreateFolder(Path.GetDirectoryName(path)!);
            using var file = FolderStoreFile.Open(path, FileMode.Create);
            var content = AttachmentUpload.ContentOf(attachment);
            file.Write(content.Array!, content.Offset, content.Count);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new DeliveryFailure(AttachmentComplaints.Unwritable(path, refused.Message), refused);
        }
    }

    /// <summary>The bytes; <see langword="null"/> when there are none.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="attachmentId">A UUID.</param>
    public static byte[]? Read(string folder, string attachmentId)
        => PathOf(folder, attachmentId) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static string PathOf(string folder, string attachmentId) => Path.Combine(folder, AttachmentUri.FileOf(attachmentId));
}
