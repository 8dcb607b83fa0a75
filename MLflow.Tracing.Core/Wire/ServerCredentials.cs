using System.Net.Http.Headers;
using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>How requests to a server are signed (protocol 3.6): Basic beats Bearer; neither means no header.</summary>
internal sealed class ServerCredentials
{
    private const string WorkspaceHeader = "X-MLFLOW-WORKSPACE";

    private readonly AuthenticationHeaderValue? _authorization;
    private readonly string? _workspace;
    private readonly Func<CancellationToken, Task<ServerCredentials?>>? _source;

    private ServerCredentials(AuthenticationHeaderValue? authorization, string? workspace, Func<CancellationToken, Task<ServerCredentials?>>? source = null)
    {
        _source = source;
        _authorization = authorization;
        _workspace = workspace;
    }

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

    /// <summary>The same, from a source that can be read again.</summary>
    public ServerCredentials From(Func<CancellationToken, Task<ServerCredentials?>> source) => new(_authorization, _workspace, source);

    /// <summary>Reads them again, after the server has refused them.</summary>
    /// <returns>Those to use from now on; <see langword="null"/> when there are no others.</returns>
    public Task<ServerCredentials?> RefreshAsync(CancellationToken cancellationToken) => _source?.Invoke(cancellationToken) ?? Task.FromResult<ServerCredentials?>(null);

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
