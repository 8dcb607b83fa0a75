using System.Text;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>What lets a request to the tracking server in: headers, and until when they do. See <see cref="MlflowOptions.TrackingCredentialProvider"/>.</summary>
/// <remarks>Immutable.</remarks>
/// <example>
/// <code>
/// Mlflow.Init("https://mlflow.example.com", configure: options =>
///     options.TrackingCredentialProvider = async cancellationToken =>
///     {
///         var token = await File.ReadAllTextAsync("/var/run/secrets/token", cancellationToken);
///         return TrackingCredential.Bearer(token, expiresAt: DateTimeOffset.UtcNow.AddMinutes(10));
///     });
/// </code>
/// </example>
public sealed class TrackingCredential
{
    private const string BasicScheme = "Basic ";

    /// <summary>Makes one of any headers.</summary>
    /// <param name="headers">Names and values of the headers that go with every request.</param>
    /// <param name="expiresAt">Until when they are good; <see langword="null"/> means until the server refuses them (401).</param>
    /// <exception cref="ArgumentNullException"><paramref name="headers"/> is null.</exception>
    /// <exception cref="ArgumentException">A header cannot be sent: its name is no token, or its value has a line break. The message does not repeat the value.</exception>
    public TrackingCredential(IEnumerable<KeyValuePair<string, string>> headers, DateTimeOffset? expiresAt = null)
    {
        Headers = [.. headers ?? throw new ArgumentNullException(nameof(headers))];
        ExpiresAt = expiresAt;
        if (Headers.FirstOrDefault(static header => !HttpHeader.CanBe(header.Key, header.Value)) is { Key: { } name })
        {
            throw new ArgumentException($"The header '{name}' cannot be sent: a name is a token, and a value holds no line break or another control character.", nameof(headers));
        }
    }

    /// <summary>Until when it is good; <see langword="null"/> means until the server refuses it.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The headers that go with every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>Makes one of a bearer token.</summary>
    /// <param name="token">The token, without the word <c>Bearer</c>; blanks and line breaks around it do not count.</param>
    /// <param name="expiresAt">Until when it is good; <see langword="null"/> means until the server refuses it (401).</param>
    /// <exception cref="ArgumentNullException"><paramref name="token"/> is null.</exception>
    /// <exception cref="ArgumentException">The token is empty, or holds a line break. The message does not repeat it.</exception>
    public static TrackingCredential Bearer(string token, DateTimeOffset? expiresAt = null)
    {
        var trimmed = (token ?? throw new ArgumentNullException(nameof(token))).Trim();
        return trimmed.Length > 0
            ? new TrackingCredential([new("Authorization", "Bearer " + trimmed)], expiresAt)
            : throw new ArgumentException("The token is empty.", nameof(token));
    }

    /// <summary>Nothing to sign with.</summary>
    internal static TrackingCredential None { get; } = new([]);

    /// <summary>What must be in no message: the values, and of user and password the password alone.</summary>
    internal IEnumerable<string> Secrets => Headers.SelectMany(static header => PasswordIn(header.Value) is { } password ? [header.Value, password] : new[] { header.Value });

    /// <summary>Whether a server would see no difference.</summary>
    internal bool IsSameAs(TrackingCredential other) => Headers.SequenceEqual(other.Headers);

    /// <summary>The names of the headers, never their values.</summary>
    public override string ToString() => $"{string.Join(", ", Headers.Select(static header => header.Key))} until {(ExpiresAt is { } end ? $"{end:u}" : "refused")}";

    private static string? PasswordIn(string value)
    {
        if (!value.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(value.Substring(BasicScheme.Length)));
            return pair.Substring(pair.IndexOf(':') + 1);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
