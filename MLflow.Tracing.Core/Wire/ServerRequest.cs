using System.IO.Compression;
#if !NETSTANDARD2_0
using System.Net;
#endif

namespace MLflow.Tracing.Wire;

/// <summary>One HTTP request, in a form that can be sent more than once.</summary>
/// <param name="Method">GET, POST, PUT or PATCH.</param>
/// <param name="Address">The whole address.</param>
internal sealed record ServerRequest(HttpMethod Method, Uri Address)
{
    public const string Json = "application/json";

    /// <summary>The body; <see langword="null"/> means none.</summary>
    public ArraySegment<byte>? Body { get; init; }

    public string ContentType { get; init; } = Json;

    /// <summary>How the body is compressed; <see langword="null"/> means not at all.</summary>
    public string? ContentEncoding { get; private init; }

    /// <summary>Headers besides those that every request has.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the credentials and the workspace go with it. A signed address has its own; a cloud rejects more.</summary>
    public bool IsAuthenticated { get; init; } = true;

    /// <summary>When the delivery that it belongs to began, by <see cref="RetryPolicy.Now"/>; <see langword="null"/> means that it stands alone.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>A question whose answer can be done without: tried once, for no longer than this.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>The same with its body as gzip.</summary>
    public ServerRequest Compressed()
    {
        if (Body is not { } body)
        {
            return this;
        }

        using var compressed = new MemoryStream(body.Count / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Array!, body.Offset, body.Count);
        }

        return this with { Body = new ArraySegment<byte>(compressed.GetBuffer(), 0, (int)compressed.Length), ContentEncoding = "gzip" };
    }

    /// <summary>For messages. A signature in the query is a secret.</summary>
    public override string ToString() => $"{Method} {Address.GetLeftPart(UriPartial.Path)}";

    /// <exception cref="FormatException">A header's value holds a line break or another control character: what follows it would be a header of its own.</exception>
    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Address)
        {
#if !NETSTANDARD2_0
            // Where the server offers it with TLS; without TLS nobody can offer it.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
#endif
        };
        if (Body is { } body)
        {
            message.Content = new ByteArrayContent(body.Array!, body.Offset, body.Count);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            if (ContentEncoding is not null)
            {
                message.Content.Headers.ContentEncoding.Add(ContentEncoding);
            }
        }

        foreach (var header in Headers)
        {
            if (header.Value.Any(char.IsControl))
            {
                throw new FormatException($"The header {header.Key} would hold a control character.");
            }

            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return message;
    }
}
