namespace MLflow.Tracing.Wire;

/// <summary>What can be a header of an HTTP request.</summary>
internal static class HttpHeader
{
    /// <summary>Whether the name is a token, and the value has no line break or other control character.</summary>
    public static bool CanBe(string name, string? value)
    {
        using var message = new HttpRequestMessage();
        return !string.IsNullOrEmpty(name) && value is not null && !value.Any(char.IsControl) && message.Headers.TryAddWithoutValidation(name, value);
    }
}
