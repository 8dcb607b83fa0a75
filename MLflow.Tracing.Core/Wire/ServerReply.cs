using System.Text;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Wire;

/// <summary>What came of a <see cref="ServerRequest"/>: an answer, or the reason why there is none.</summary>
/// <param name="Request">The request.</param>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Content">The answer's bytes.</param>
/// <param name="MediaType">The answer's content type, without parameters.</param>
/// <param name="Tries">How often the request was sent.</param>
internal sealed record ServerReply(ServerRequest Request, int Status, byte[] Content, string? MediaType, int Tries)
{
    private const int MaxQuotedLength = 300;

    private readonly Lazy<JObject?> _json = new(() => JsonValue.TryParse(Encoding.UTF8.GetString(Content), out var value) ? value as JObject : null);

    /// <summary>Why there was no answer.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Whether the time for delivery as a whole was up.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>What the request was signed with, which messages must not repeat.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Set when the request was not sent, because the server is down: how long it takes until one is.</summary>
    public TimeSpan? UntilProbe { get; init; }

    /// <summary>Where the answer points with a redirection.</summary>
    public Uri? Location { get; init; }

    /// <summary>Whether nobody answered, or something in front of the server that does not reach it.</summary>
    public bool IsServerGone => Status is 0 or 502 or 503 or 504;

    public bool IsSuccess => Status is >= 200 and < 300 && !IsWebPage;

    /// <summary>A login page of a proxy, say: no MLflow server answers with HTML.</summary>
    public bool IsWebPage => string.Equals(MediaType, "text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The answer as a JSON object, or <see langword="null"/> if it is something else.</summary>
    public JObject? Json => _json.Value;

    /// <summary>MLflow's <c>error_code</c>, for example <c>RESOURCE_DOES_NOT_EXIST</c>.</summary>
    public string? ErrorCode => Json?["error_code"] is JValue { Type: JTokenType.String } code ? (string?)code : null;

    /// <summary>What happened, in one line.</summary>
    public override string ToString()
    {
        var tries = Tries > 1 ? $" (tried {Tries} times)" : string.Empty;
        return Failure is CredentialException unsigned
            ? $"{Request} was not sent{tries}: {unsigned.Message}"
            : Status == 0
                ? $"{Request} got no answer{tries}: {Innermost(Failure)}"
                : $"{Request} was answered with {Status}{Quote()}{tries}";
    }

    private string Quote()
    {
        var said = Json is { } json ? ErrorText(json) : IsWebPage ? "a web page" : Encoding.UTF8.GetString(Content);
        said = SecretText.Without(said, Secrets);
        said = string.Join(" ", said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return said.Length == 0 ? string.Empty : $" ({(said.Length > MaxQuotedLength ? said.Remove(MaxQuotedLength) + "…" : said)})";
    }

    /// <summary>MLflow answers <c>{"error_code","message"}</c>, the framework below its OTLP route <c>{"detail"}</c>.</summary>
    private static string ErrorText(JObject json)
        => string.Join(": ", new[] { json["error_code"], json["message"] ?? json["detail"] }.OfType<JToken>().Select(part => part.ToString(Newtonsoft.Json.Formatting.None).Trim('"')));

    private static string Innermost(Exception? failure)
    {
        while (failure?.InnerException is { } inner)
        {
            failure = inner;
        }

        return failure?.Message ?? "no reason is known";
    }
}
