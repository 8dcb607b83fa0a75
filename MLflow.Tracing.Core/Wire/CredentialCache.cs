using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Wire;

/// <summary>
/// Keeps what a provider of credentials gave until shortly before it expires. One call of the provider at a time, on a thread of the pool: a provider may block, and the threads of the traced
/// program are not to wait for it.
/// </summary>
/// <remarks>Thread-safe. A renewal that fails while the credential is still good is tried again later.</remarks>
/// <param name="provider">The user's, or Databricks'.</param>
/// <param name="timeout">How long it may take.</param>
/// <param name="now">The time.</param>
/// <param name="first">What it would give now, good until it is refused; <see langword="null"/> means that it is asked.</param>
internal sealed class CredentialCache(Func<CancellationToken, Task<TrackingCredential>> provider, TimeSpan timeout, Func<DateTimeOffset> now, TrackingCredential? first = null)
{
    /// <summary>A request takes some time, and clocks differ; short-lived credentials are renewed after three quarters of their life.</summary>
    private static readonly TimeSpan s_longestMargin = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private TrackingCredential? _current = first;
    private DateTimeOffset _renewAt = DateTimeOffset.MaxValue;
    private Task<TrackingCredential>? _renewal;

    /// <summary>The credential, if there is one by now.</summary>
    public TrackingCredential? Current => Volatile.Read(ref _current);

    /// <summary>The credential, and whether it is an older one: then a server that refuses it may take a new one.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The time for the request is up; a call of the provider goes on.</exception>
    public async Task<(TrackingCredential Credential, bool IsCached)> GetAsync(CancellationToken cancellationToken)
    {
        Task<TrackingCredential> renewal;
        lock (_gate)
        {
            if (_current is not null && now() < _renewAt)
            {
                return (_current, true);
            }

            renewal = _renewal is { IsCompleted: false } ? _renewal : _renewal = Task.Run(RenewAsync, CancellationToken.None);
        }

        await Task.WhenAny(renewal, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return (await renewal.ConfigureAwait(false), false);
    }

    /// <summary>Drops a credential that the server refuses.</summary>
    public void Forget(TrackingCredential refused)
    {
        lock (_gate)
        {
            _current = ReferenceEquals(_current, refused) ? null : _current;
        }
    }

    private async Task<TrackingCredential> RenewAsync()
    {
        // A provider may be woven; a trace of each delivery would never end.
        AmbientSpan.Current = LiveSpan.Suppressed;
        try
        {
            var credential = await AskAsync().ConfigureAwait(false);
            lock (_gate)
            {
                _renewAt = credential.ExpiresAt is { } end ? end - MarginOf(end - now()) : DateTimeOffset.MaxValue;
                _current = credential;
            }

            return credential;
        }
#pragma warning disable CA1031 // the provider is the user's code
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            lock (_gate)
            {
                if (_current is { ExpiresAt: { } end } && now() < end)
                {
                    _renewAt = now() + s_pauseAfterFailure;
                    return _current;
                }
            }

            throw thrown as CredentialException ?? new CredentialException($"the credential provider failed ({thrown.GetType().Name}: {WithoutSecrets(thrown.Message)})", thrown);
        }
    }

    private async Task<TrackingCredential> AskAsync()
    {
        using var limit = new CancellationTokenSource(timeout);
        var asked = provider(limit.Token) ?? throw new CredentialException("the credential provider returned null");
        if (await Task.WhenAny(asked, Task.Delay(Timeout.Infinite, limit.Token)).ConfigureAwait(false) != asked)
        {
            throw new CredentialException($"the credential provider gave nothing within {timeout.TotalSeconds:0.###} s");
        }

        var credential = await asked.ConfigureAwait(false) ?? throw new CredentialException("the credential provider gave null");
        return credential.ExpiresAt is { } end && end <= now() ? throw new CredentialException("the credential provider gave a credential that has expired") : credential;
    }

    private string WithoutSecrets(string text) => SecretText.Without(text, Current?.Secrets ?? []);

    private static TimeSpan MarginOf(TimeSpan life)
    {
        var quarter = TimeSpan.FromTicks(life.Ticks / 4);
        return quarter < s_longestMargin ? quarter : s_longestMargin;
    }
}
