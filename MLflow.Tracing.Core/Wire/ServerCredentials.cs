using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>How requests to a server are signed (protocol 3.6): what a provider gives beats Basic, Basic beats Bearer; none of them means no header.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ServerCredentials
{
    private const string WorkspaceHeader = "X-MLFLOW-WORKSPACE";

    private readonly TrackingCredential? _fixed;
    private readonly CredentialCache? _cache;
    private readonly string? _workspace;

    private ServerCredentials(TrackingCredential? credential = null, CredentialCache? cache = null, string? workspace = null)
    {
        _fixed = credential;
        _cache = cache;
        _workspace = string.IsNullOrEmpty(workspace) ? null : ForHeader(workspace!, "workspace");
    }

    /// <summary>For a self-hosted server. User and password of the address count when the options have none.</summary>
    /// <exception cref="ArgumentException">The token or the workspace cannot be part of a header.</exception>
    public static ServerCredentials For(TrackingUri uri, MlflowOptions options)
    {
        if (options.TrackingCredentialProvider is { } provider)
        {
            return ForProvider(provider, options.HttpRequestTimeout, options.Workspace);
        }

        var found = BasicOrNone((options.TrackingUsername, options.TrackingPassword))
            ?? (uri.User is { } user ? Basic(user, uri.Password!) : null)
            ?? (string.IsNullOrEmpty(options.TrackingToken) ? null : Bearer(options.TrackingToken!));
        if (options.CredentialsFile is not { } file)
        {
            return new ServerCredentials(found, workspace: options.Workspace);
        }

        found ??= TrackingCredential.None;
        return ForProvider(_ => Task.FromResult(found = BasicOrNone(file.Read()) ?? found), options.HttpRequestTimeout, options.Workspace, found);
    }

    /// <summary>With user and password.</summary>
    public static ServerCredentials ForUser(string user, string password) => new(Basic(user, password));

    /// <summary>With fixed headers.</summary>
    public static ServerCredentials ForHeaders(IEnumerable<KeyValuePair<string, string>> headers) => new(new TrackingCredential(headers));

    /// <summary>With what a provider gives.</summary>
    /// <param name="provider">Asked from the background, see <see cref="CredentialCache"/>.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="workspace">The workspace of a self-hosted server.</param>
    /// <param name="first">What it would give now; <see langword="null"/> means that it is asked before the first request.</param>
    public static ServerCredentials ForProvider(Func<CancellationToken, Task<TrackingCredential>> provider, TimeSpan timeout, string? workspace = null, TrackingCredential? first = null)
        => new(cache: new CredentialCache(provider, timeout, static () => DateTimeOffset.UtcNow, first), workspace: workspace);

    /// <summary>A credential of a token.</summary>
    /// <exception cref="ArgumentException">The token cannot be part of a header.</exception>
    public static TrackingCredential Bearer(string token) => TrackingCredential.Bearer(ForHeader(token, "tracking token"));

    /// <summary>Signs a request.</summary>
    /// <returns>What it was signed with, and whether that is an older one: then <see cref="ReplaceAsync"/> may find something else.</returns>
    /// <exception cref="CredentialException">There is nothing to sign with.</exception>
    /// <exception cref="OperationCanceledException">The time for the request is up.</exception>
    public async Task<(TrackingCredential? Used, bool IsOlder)> AddToAsync(HttpRequestMessage message, CancellationToken cancellationToken)
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

    /// <summary>Drops what a server refuses, and has the source asked again: now, or before the next request if it was asked just before.</summary>
    /// <returns>Whether there is something else to sign with.</returns>
    /// <exception cref="CredentialException">There is nothing to sign with.</exception>
    /// <exception cref="OperationCanceledException">The time for the request is up.</exception>
    public async Task<bool> ReplaceAsync(TrackingCredential refused, bool isOlder, CancellationToken cancellationToken)
    {
        if (_cache is null)
        {
            return false;
        }

        _cache.Forget(refused);
        return isOlder && !(await _cache.GetAsync(cancellationToken).ConfigureAwait(false)).Credential.IsSameAs(refused);
    }

    private static TrackingCredential? BasicOrNone((string? User, string? Password) pair)
        => string.IsNullOrEmpty(pair.User) || string.IsNullOrEmpty(pair.Password) ? null : Basic(pair.User!, pair.Password!);

    private static TrackingCredential Basic(string user, string password)
        => new([new("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))]);

    private static string ForHeader(string value, string what)
        => value.Any(char.IsControl)
            ? throw new ArgumentException($"The {what} holds a line break or another control character. Copy it again, without what follows it.")
            : value;
}
