using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Reading;

/// <summary>The spans of a trace in a Databricks workspace, from the signed address that it gives for them (protocol 3.10).</summary>
internal sealed class SignedArtifacts(ArtifactApi api) : ITraceArtifacts
{
    private const int NotFound = 404;

    public async Task<byte[]?> DownloadAsync(TraceInfo info, string? attachmentId, CancellationToken cancellationToken)
    {
        if (attachmentId is not null)
        {
            throw new NotSupportedException("Attachments cannot be read from Databricks by this version. Read them with the Python SDK.");
        }

        var answer = await api.GetDownloadCredentialsAsync(info.TraceId, cancellationToken).ConfigureAwait(false);
        if (answer.IsMissing())
        {
            return null;
        }

        var (address, headers) = answer.Read(
            json =>
            {
                var signed = json.ObjectIn("credential_info");
                return (new Uri(JsonFields.Required(signed, "signed_uri")), SignedHeaders.In(signed));
            },
            cancellationToken);
        var reply = await api.DownloadAsync(address, headers, cancellationToken).ConfigureAwait(false);
        return reply.Status == NotFound ? null : reply.Checked(cancellationToken).Content;
    }
}
