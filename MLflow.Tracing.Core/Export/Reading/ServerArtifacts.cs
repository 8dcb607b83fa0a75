using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Reading;

/// <summary>
/// The files beside a trace of a self-hosted server (protocol 3.3): through its artifact proxy when the trace says so; from a folder that this machine
/// shares with it; and otherwise by the server itself, which has the keys to the cloud that it stores them in.
/// </summary>
internal sealed class ServerArtifacts(ArtifactApi api) : ITraceArtifacts
{
    private const int NotFound = 404;

    public async Task<byte[]?> DownloadAsync(TraceInfo info, string? attachmentId, CancellationToken cancellationToken)
    {
        var file = attachmentId is null ? ArtifactApi.TracesFile : AttachmentUri.FileOf(attachmentId);
        var location = info.Tags.TryGetValue(TraceTagKey.ArtifactLocation, out var tag) && ArtifactLocation.TryParse(tag, out var parsed) ? parsed : null;
        if (location?.Folder is { } folder && TryReadFile(Path.Combine(folder, file)) is { } bytes)
        {
            return bytes;
        }

        var reply = location is { Folder: null }
            ? await api.GetAsync(location, file, cancellationToken).ConfigureAwait(false)
            : await api.GetByTraceAsync(info.TraceId, attachmentId, cancellationToken).ConfigureAwait(false);
        return reply.Status == NotFound ? null : reply.Checked(cancellationToken).Content;
    }

    /// <summary>The server's folder need not be one of this machine.</summary>
    private static byte[]? TryReadFile(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
