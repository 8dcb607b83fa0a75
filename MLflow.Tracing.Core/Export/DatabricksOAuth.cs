using System.Globalization;
using System.Text;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export;

/// <summary>Logs a service principal in to a Databricks workspace: OAuth's client credentials (https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m).</summary>
/// <param name="host">The workspace's address.</param>
/// <param name="clientId">The service principal.</param>
/// <param name="clientSecret">Its secret.</param>
/// <param name="timeout">The limit of one request.</param>
internal sealed class DatabricksOAuth(string host, string clientId, string clientSecret, TimeSpan timeout) : IDisposable
{
    private readonly ServerConnection _connection = new(host, ServerCredentials.ForUser(clientId, clientSecret), ServerTrust.OfTheMachine, timeout, RetryPolicy.Never);

    /// <summary>Gets a token.</summary>
    /// <exception cref="CredentialException">There is none; the message says why.</exception>
    public async Task<TrackingCredential> LogInAsync(CancellationToken cancellationToken)
    {
        var reply = await _connection.SendAsync(
            new ServerRequest(HttpMethod.Post, _connection.At("/oidc/v1/token"))
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

    public void Dispose() => _connection.Dispose();
}
