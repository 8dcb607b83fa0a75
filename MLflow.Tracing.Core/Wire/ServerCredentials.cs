using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>How requests to a server are signed (protocol 3.6): what a provider gives beats Basic, Basic beats Bearer; none of them means no header.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ServerCredentials : IDisposable
{
    private const string WorkspaceHeader = "X-MLFLOW-WORKSPACE";

    private readonly TrackingCredential? _fixed;
    private readonly CredentialCache? _cache;
    private readonly IReadOnlyList<string> _furtherSecrets;
    private readonly string? _workspace;
    private readonly IDisposable? _owned;

    private ServerCredentials(TrackingCredential? credential = null, CredentialCache? cache = null, IReadOnlyList<string>? furtherSecrets = null, string? workspace = null, IDisposable? owned = null)
    {
        _fixed = credential;
        _cache = cache;
        _furtherSecrets = furtherSecrets ?? [];
        _workspace = string.IsNullOrEmpty(workspace) ? null : ForHeader(workspace!, "workspace");
        _owned = owned;
    }

    /// <summary>For a self-hosted server. User and password of the address count when the options have none.</summary>
    /// <exception cref="ArgumentException">The token or the workspace cannot be part of a header.</exception>
    public static ServerCredentials For(TrackingUri uri, MlflowOptions options)
    {
        if (options.TrackingCredentialProvider is { } provider)
        {
            return ForProvider(provider, options.HttpRequestTimeout, options.Workspace);
        }

        var hasUser = !string.IsNullOrEmpty(options.TrackingUsername) && !string.IsNullOrEmpty(options.TrackingPassword);
        var user = hasUser ? options.TrackingUsername : uri.User;
        return user is not null
            ? ForUser(user, (hasUser ? options.TrackingPassword : uri.Password)!, options.Workspace)
            : new ServerCredentials(string.IsNullOrEmpty(options.TrackingToken) ? null : Bearer(options.TrackingToken!), workspace: options.Workspace);
    }

    /// <summary>With a fixed token.</summary>
    /// <exception cref="ArgumentException">The token cannot be part of a header.</exception>
    public static ServerCredentials ForToken(string token) => new(Bearer(token));

    /// <summary>With user and password (Basic).</summary>
    public static ServerCredentials ForUser(string user, string password, string? workspace = null)
        => new(
            new TrackingCredential([new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))]),
            furtherSecrets: [password],
            workspace: workspace);

    /// <summary>With fixed headers.</summary>
    public static ServerCredentials ForHeaders(IEnumerable<KeyValuePair<string, string>> headers) => new(new TrackingCredential(headers));

    /// <summary>With what a provider gives.</summary>
    /// <param name="provider">Asked from the background, see <see cref="CredentialCache"/>.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="workspace">The workspace of a self-hosted server.</param>
    /// <param name="owned">What the provider needs, disposed with the credentials.</param>
    public static ServerCredentials ForProvider(Func<CancellationToken, Task<TrackingCredential>> provider, TimeSpan timeout, string? workspace = null, IDisposable? owned = null)
        => new(cache: new CredentialCache(provider, timeout, static () => DateTimeOffset.UtcNow), workspace: workspace, owned: owned);

    /// <summary>Signs a request.</summary>
    /// <returns>What it was signed with, and whether a server that refuses it may take what <see cref="Forget"/> makes room for.</returns>
    /// <exception cref="CredentialException">There is nothing to sign with.</exception>
    /// <exception cref="OperationCanceledException">The time for the request is up.</exception>
    public async Task<(TrackingCredential? Used, bool IsReplaceable)> AddToAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var (credential, isCached) = _cache is null ? (_fixed, false) : await _cache.GetAsync(cancellationToken).ConfigureAwait(false);
        foreach (var header in credential?.Headers ?? [])
        {
            message.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (_workspace is not null)
        {
            message.Headers.TryAddWithoutValidation(WorkspaceHeader, _workspace);
        }

        return (credential, isCached);
    }

    /// <summary>Has the provider asked again before the next request.</summary>
    public void Forget(TrackingCredential refused) => _cache?.Forget(refused);

    /// <summary>What must be in no message about a request that was signed so.</summary>
    public IEnumerable<string> SecretsOf(TrackingCredential? used) => (used?.Headers.Select(static header => header.Value) ?? []).Concat(_furtherSecrets);

    public void Dispose() => _owned?.Dispose();

    private static TrackingCredential Bearer(string token) => TrackingCredential.Bearer(ForHeader(token, "tracking token"));

    private static string ForHeader(string value, string what)
        => value.Any(char.IsControl)
            ? throw new ArgumentException($"The {what} holds a line break or another control character. Copy it again, without what follows it.")
            : value;
}
