using System.Text;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>
/// Finds out what a server takes: by its version, asked for once, and by what it refuses. Both hold until the server has been away, since only then it can have become another one.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="diagnostics">Where it is told when spans have to take the worse way.</param>
/// <param name="hasVersion">Whether the server has one to ask for; Databricks has none.</param>
/// <remarks>Thread-safe, except for <see cref="SettleAsync"/>.</remarks>
internal sealed class ServerNegotiation(MlflowApi api, TracingDiagnostics diagnostics, bool hasVersion = true)
{
    private readonly object _lock = new();
    private ServerFeatures _features = ServerFeatures.Unknown;
    private bool _isSettled = !hasVersion;

    /// <summary>What is known by now.</summary>
    public ServerFeatures Features
    {
        get
        {
            lock (_lock)
            {
                return _features;
            }
        }
    }

    /// <summary>Asks for the version, unless it is known. A server that does not answer is asked again next time, and treated with care until then.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_isSettled)
        {
            return;
        }

        var reply = await api.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        if (reply.IsCancelled || RetryPolicy.IsWorthRetrying(reply.Status))
        {
            return;
        }

        var version = reply.IsSuccess ? ServerVersion.TryParse(Encoding.UTF8.GetString(reply.Content)) : null;
        lock (_lock)
        {
            _features = ServerFeatures.Of(version);
            _isSettled = true;
        }

        if (!Features.HasOtlp)
        {
            diagnostics.Report(ServerComplaints.NoOtlp($"{reply.Request} was answered with {version}"));
        }
    }

    /// <summary>Notes what the server has turned out not to take.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Learn(Func<ServerFeatures, ServerFeatures> lesson)
    {
        lock (_lock)
        {
            var before = _features;
            _features = lesson(before);
            return _features != before;
        }
    }

    /// <summary>Notes that the server is away. What comes back may be another one.</summary>
    public void Forget()
    {
        if (!hasVersion)
        {
            return;
        }

        lock (_lock)
        {
            _features = ServerFeatures.Unknown;
            _isSettled = false;
        }
    }
}
