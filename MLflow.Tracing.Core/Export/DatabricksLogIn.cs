using System.Globalization;
using System.Text;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export;

/// <summary>
/// Gives what lets requests into a Databricks workspace: a personal access token, or the token that a service principal gets (OAuth's client credentials,
/// https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m). Each time it looks again for token or principal, which may have been replaced where they were found.
/// </summary>
/// <param name="found">What was found at the start.</param>
/// <param name="findAgain">Looks again; <see langword="null"/> when there is nothing usable any more.</param>
/// <param name="timeout">The limit of one request.</param>
internal sealed class DatabricksLogIn(DatabricksCredentials found, Func<DatabricksCredentials?> findAgain, TimeSpan timeout)
{
    private DatabricksCredentials _current = found;

    /// <summary>Gets the credential. One call at a time.</summary>
    /// <exception cref="CredentialException">There is none; the message says why.</exception>
    public Task<TrackingCredential> GetAsync(CancellationToken cancellationToken)
    {
        // What belongs to another workspace by now must not be sent to this one.
        _current = findAgain() is { } again && again.Host == _current.Host ? again : _current;
        return _current.Token is { } token ? Task.FromResult(ServerCredentials.Bearer(token)) : LogInAsync(_current, cancellationToken);
    }

    private async Task<TrackingCredential> LogInAsync(DatabricksCredentials principal, CancellationToken cancellationToken)
    {
        using var connection = new ServerConnection(principal.Host, ServerCredentials.ForUser(principal.ClientId!, principal.ClientSecret!), ServerTrust.OfTheMachine, timeout, RetryPolicy.Never);
        var reply = await connection.SendAsync(
            new ServerRequest(HttpMethod.Post, connection.At("/oidc/v1/token"))
            {
                Body = new ArraySegment<byte>(Encoding.ASCII.GetBytes("grant_type=client_credentials&scope=all-apis")),
                ContentType = "application/x-www-form-urlencoded",
            },
            cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess)
        {
            throw new CredentialException($"the login failed: {reply}", reply.Failure);
        }

        // The answer holds a token, if not where it should: nothing of it is repeated.
        return reply.Json?["access_token"] is JValue { Type: JTokenType.String } token && token.ToString(CultureInfo.InvariantCulture).Trim().Length > 0
            ? TrackingCredential.Bearer((string)token!, reply.Json["expires_in"] is JValue { Type: JTokenType.Integer } seconds ? DateTimeOffset.UtcNow.AddSeconds((double)seconds) : null)
            : throw new CredentialException($"the login failed: {reply.Request} was answered without an access token");
    }
}
