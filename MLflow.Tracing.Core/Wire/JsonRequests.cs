
namespace MLflow.Tracing.Wire;

/// <summary>Requests without a body, and with a JSON object as their body.</summary>
internal static class JsonRequests
{
    /// <summary>Not in <c>netstandard2.0</c>.</summary>
    public static readonly HttpMethod Patch = new("PATCH");

    public static Task<ServerReply> GetAsync(this ServerConnection connection, string path, CancellationToken cancellationToken)
        => connection.SendAsync(new ServerRequest(HttpMethod.Get, connection.At(path)), cancellationToken);

    public static Task<ServerReply> PostAsync(this ServerConnection connection, string path, Action<JsonUtf8Writer> writeFields, CancellationToken cancellationToken)
        => connection.SendAsync(HttpMethod.Post, path, writeFields, cancellationToken);

    public static Task<ServerReply> PatchAsync(this ServerConnection connection, string path, Action<JsonUtf8Writer> writeFields, CancellationToken cancellationToken)
        => connection.SendAsync(Patch, path, writeFields, cancellationToken);

    /// <param name="connection">The server.</param>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="writeFields">Writes the fields of the body; <see langword="null"/> means no body.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<ServerReply> DeleteAsync(this ServerConnection connection, string path, Action<JsonUtf8Writer>? writeFields, CancellationToken cancellationToken)
        => writeFields is null
            ? connection.SendAsync(new ServerRequest(HttpMethod.Delete, connection.At(path)), cancellationToken)
            : connection.SendAsync(HttpMethod.Delete, path, writeFields, cancellationToken);

    private static Task<ServerReply> SendAsync(this ServerConnection connection, HttpMethod method, string path, Action<JsonUtf8Writer> writeFields, CancellationToken cancellationToken)
    {
        var body = Utf8Json.Write(writer =>
        {
            writer.WriteStartObject();
            writeFields(writer);
            writer.WriteEndObject();
        });
        return connection.SendAsync(new ServerRequest(method, connection.At(path)) { Body = body }, cancellationToken);
    }
}
