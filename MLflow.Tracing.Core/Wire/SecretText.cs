namespace MLflow.Tracing.Wire;

/// <summary>Keeps credentials out of messages: a server may repeat in its answer what it was sent.</summary>
internal static class SecretText
{
    private const int ShortestSecret = 4;

    /// <summary>The text with each secret replaced by <c>***</c>; of a value such as <c>Bearer abc</c> also the part after the scheme.</summary>
    public static string Without(string text, IEnumerable<string> secrets)
        => secrets.SelectMany(static secret => new[] { secret, secret.Substring(secret.LastIndexOf(' ') + 1) })
            .Where(static secret => secret.Length >= ShortestSecret)
            .Aggregate(text, static (rest, secret) => rest.Replace(secret, "***"));
}
