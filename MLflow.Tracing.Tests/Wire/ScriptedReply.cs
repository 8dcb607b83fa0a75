namespace MLflow.Tracing.Tests.Wire;

/// <summary>What a <see cref="RecordingServer"/> answers.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The text.</param>
/// <param name="ContentType">Its type.</param>
internal sealed record ScriptedReply(int Status, string Body = "", string ContentType = "application/json")
{
    /// <summary>The request stays unanswered until the server is gone.</summary>
    public static ScriptedReply Never { get; } = new(0);

    /// <summary>What is sent in place of the text.</summary>
    public byte[]? Content { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static ScriptedReply Error(int status, string code, string message)
        => new(status, $$"""{"error_code":"{{code}}","message":"{{message}}"}""");
}
