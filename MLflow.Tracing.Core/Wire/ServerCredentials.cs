using System.Net.Http.Headers;
using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>How requests to a server are signed (protocol 3.6): Basic beats Bearer; neither means no header.</summary>
internal sealed class ServerCredentials
{
    private const string WorkspaceHeader = "X-MLFLOW-WORKSPACE";

    private readonly AuthenticationHeaderValue? _authorization;
    private readonly string? _workspace;

    private ServerCredentials(AuthenticationHeaderValue? authorization, string? workspace)
    {
        _authorization = authorization;
        _workspace = workspace;
    }

    /// <summary>Requests are not signed.</summary>
    public static ServerCredentials None { get; } = new(authorization: null, workspace: null);

    /// <summary>For a self-hosted server. User and password of the address count when the options have none.</summary>
    /// <exception cref="ArgumentException">The token cannot be part of a header.</exception>
    public static ServerCredentials For(TrackingUri uri, MlflowOptions options)
    {
        var hasUser = !string.IsNullOrEmpty(options.TrackingUsername) && !string.IsNullOrEmpty(options.TrackingPassword);
        var user = hasUser ? options.TrackingUsername : uri.User;
        var password = hasUser ? options.TrackingPassword : uri.Password;
        var authorization = user is not null
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))
            : string.IsNullOrEmpty(options.TrackingToken) ? null : Bearer(options.TrackingToken!);
        return new ServerCredentials(authorization, string.IsNullOrEmpty(options.Workspace) ? null : options.Workspace);
    }

    /// <summary>For a Databricks workspace.</summary>
    public static ServerCredentials ForToken(string token) => new(Bearer(token), workspace: null);

    public void AddTo(HttpRequestMessage message)
    {
        message.Headers.Authorization = _authorization;
        if (_workspace is not null)
        {
            message.Headers.TryAddWithoutValidation(WorkspaceHeader, _workspace);
        }
    }

    /// <exception cref="ArgumentException">The token cannot be part of a header.</exception>
    private static AuthenticationHeaderValue Bearer(string token)
        => token.Any(char.IsControl)
            ? throw new ArgumentException("The tracking token holds a line break or another control character. Copy it again, without what follows it.", nameof(token))
            : new AuthenticationHeaderValue("Bearer", token.Trim());
}
