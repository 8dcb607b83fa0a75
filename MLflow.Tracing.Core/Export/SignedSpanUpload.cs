using System.Globalization;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export;

/// <summary>Uploads <c>traces.json</c> to the signed address that Databricks gives for a trace (protocol 3.10); each cloud has its own way.</summary>
internal sealed class SignedSpanUpload(MlflowApi api)
{
    private static readonly HttpMethod s_patch = new("PATCH");

    /// <summary>Uploads the spans of a trace that is started.</summary>
    /// <returns>Why it failed; <see langword="null"/> when it did not.</returns>
    public async Task<DeliveryFailure?> UploadAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var trace = delivery.Trace;
        var answer = await api.GetUploadCredentialsAsync(trace.Info.TraceId, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            return DeliveryFailure.From(answer);
        }

        var info = answer.Json?["credential_info"] as JObject;
        var type = (string?)info?["type"];
        if (!Uri.TryCreate((string?)info?["signed_uri"], UriKind.Absolute, out var address)
            || RequestsFor(type, address, SignedHeaders.In(info!), SpanJson.TracesFile(trace.Spans)) is not { } requests)
        {
            return new DeliveryFailure(DestinationComplaints.UnknownUpload(type ?? "none"));
        }

        foreach (var request in requests)
        {
            var reply = await api.SendAsync(request with { IsAuthenticated = false, Since = delivery.Since }, cancellationToken).ConfigureAwait(false);
            if (!reply.IsSuccess)
            {
                return DeliveryFailure.From(reply);
            }
        }

        return null;
    }

    private static List<ServerRequest>? RequestsFor(string? type, Uri address, List<KeyValuePair<string, string>> headers, ArraySegment<byte> file)
    {
        var put = new ServerRequest(HttpMethod.Put, address) { Body = file, Headers = headers };
        return type switch
        {
            "AWS_PRESIGNED_URL" or "GCP_SIGNED_URL" => [put],
            "AZURE_SAS_URI" => [put with { Headers = [.. headers, new("x-ms-blob-type", "BlockBlob")] }],
            "AZURE_ADLS_GEN2_SAS_URI" =>
            [
                put with { Address = With(address, "resource=file"), Body = new ArraySegment<byte>([]) },
                put with { Method = s_patch, Address = With(address, "action=append&position=0"), ContentType = "application/octet-stream" },
                put with
                {
                    Method = s_patch,
                    Address = With(address, string.Format(CultureInfo.InvariantCulture, "action=flush&position={0}", file.Count)),
                    Body = new ArraySegment<byte>([]),
                },
            ],
            _ => null,
        };
    }

    private static Uri With(Uri address, string query)
        => new(address.OriginalString + (address.Query.Length == 0 ? "?" : "&") + query);
}
