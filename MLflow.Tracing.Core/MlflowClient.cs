using System.Runtime.CompilerServices;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Reading;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

/// <summary>
/// Reads and changes what is stored: traces, their tags and assessments, experiments. As <c>MlflowClient</c> in Python and TypeScript.
/// </summary>
/// <remarks>
/// <para>Thread-safe; make one and keep it. It works whether tracing is switched on or not, and sees a trace once that was delivered
/// (<see cref="Mlflow.FlushAsync"/>).</para>
/// <para>A get of something that does not exist returns <see langword="null"/>; every other failure of a server is an <see cref="MlflowException"/>,
/// after the retries that delivery makes, too. A wrong argument is an <see cref="ArgumentException"/>, before anything is sent.</para>
/// <para>With a folder store (<c>file:FOLDER</c>) traces can be got and searched; every other call throws <see cref="NotSupportedException"/>.</para>
/// <para>Of Unity Catalog (trace ids <c>trace:/LOCATION/…</c>) traces can be got; every other call throws <see cref="NotSupportedException"/>. A workspace may need a SQL
/// warehouse for it, which <c>MLFLOW_TRACING_SQL_WAREHOUSE_ID</c> names.</para>
/// </remarks>
/// <example>
/// <code>
/// using var client = new MlflowClient("http://localhost:5000");
/// await foreach (var trace in client.SearchTracesAsync(["1"], "attributes.status = 'ERROR'"))
/// {
///     await client.SetTraceTagAsync(trace.Info.TraceId, "reviewed", "no");
/// }
/// </code>
/// </example>
public sealed partial class MlflowClient : IDisposable
{
    /// <summary>Traces in one request to delete or link them.</summary>
    private const int BatchSize = 100;

    /// <summary>A trace with its spans may be large; delivery, which gets short answers, allows less.</summary>
    private const int MaxReplyBytes = 1024 * 1024 * 1024;

    private readonly ITraceReader _reader;
    private readonly ServerConnection? _connection;
    private readonly string? _folder;

    /// <summary>Makes a client. Nothing is sent yet.</summary>
    /// <param name="trackingUri">
    /// Where the traces are, see <see cref="MlflowOptions.TrackingUri"/>. Without it <c>MLFLOW_TRACKING_URI</c> counts, then the default woven into the
    /// assembly, then the embedded folder store <c>./mlflow-traces</c>.
    /// </param>
    /// <param name="configure">Sets credentials, workspace, time limit or experiment, in place of the environment's; other options do not matter to a client.</param>
    /// <exception cref="ArgumentException">The tracking URI is none of the allowed forms (wherever it came from), or an option is outside its limits.</exception>
    /// <exception cref="MlflowException">The credentials for Databricks are not known.</exception>
    public MlflowClient(string? trackingUri = null, Action<MlflowOptions>? configure = null)
        : this(ClientStartup.Settle(trackingUri, configure, Environment.GetEnvironmentVariable, Mlflow.Diagnostics), Environment.GetEnvironmentVariable, RetryPolicy.Default, Mlflow.Diagnostics)
    {
    }

    /// <param name="options">Settled options.</param>
    /// <param name="environment">Gives a variable's value: Databricks has credentials of its own.</param>
    /// <param name="retry">When a request is sent again.</param>
    /// <param name="diagnostics">Where to complain of what is no reason to stop.</param>
    internal MlflowClient(MlflowOptions options, Func<string, string?> environment, RetryPolicy retry, TracingDiagnostics diagnostics)
    {
        var uri = TrackingUri.Parse(options.TrackingUri ?? TracingStartup.DefaultTrackingUri);
        _folder = uri.Folder;
        _connection = Connect(uri, options, environment, retry);
        if (_connection is null)
        {
            _reader = new FolderTraceReader(_folder!, options, diagnostics);
            return;
        }

        var artifacts = new ArtifactApi(_connection);
        _reader = new ServerTraceReader(
            new TraceApi(_connection),
            new CatalogTraces(new CatalogApi(_connection, environment("MLFLOW_TRACING_SQL_WAREHOUSE_ID"))),
            uri.Kind == TrackingUriKind.Databricks ? new SignedArtifacts(artifacts) : new ServerArtifacts(artifacts),
            new SearchScope(new ExperimentApi(_connection), options),
            diagnostics);
    }

    /// <summary>Closes the connection. Requests under way fail.</summary>
    /// <example>
    /// <code>
    /// using (var client = new MlflowClient("http://localhost:5000"))
    /// {
    ///     await client.SetTraceTagAsync(traceId, "reviewed", "yes");
    /// }
    /// </code>
    /// </example>
    public void Dispose() => _connection?.Dispose();

    private static ServerConnection? Connect(TrackingUri uri, MlflowOptions options, Func<string, string?> environment, RetryPolicy retry)
    {
        switch (uri.Kind)
        {
            case TrackingUriKind.Folder:
                return null;
            case TrackingUriKind.Databricks:
                var configFile = DatabricksCredentials.DefaultConfigFile;
                return DatabricksCredentials.TryFind(uri.Profile, environment, configFile, options, out var found, out var problem)
                    ? new ServerConnection(found.Host, found.ForServer(options, () => DatabricksCredentials.FindAgain(uri.Profile, environment, configFile, options)), ServerTrust.OfTheMachine, options.HttpRequestTimeout, retry, MaxReplyBytes)
                    : throw new MlflowException($"There is no way to the traces: {problem.Message}");
            default:
                return ServerTrust.TryLoad(options, out var trust, out var untrusted)
                    ? new ServerConnection(uri.ServerAddress!, ServerCredentials.For(uri, options), trust, options.HttpRequestTimeout, retry, MaxReplyBytes)
                    : throw new MlflowException($"There is no way to the traces: {untrusted.Message}");
        }
    }

    /// <exception cref="NotSupportedException">There is no server.</exception>
    private ServerConnection Server([CallerMemberName] string? member = null)
        => _connection ?? throw new NotSupportedException(
            $"MlflowClient.{member} needs a server, and '{_folder}' is a folder store, whose traces can only be read. Push them to an MLflow server, and make the client with that server's address.");

    private TraceApi Traces([CallerMemberName] string? member = null) => new(Server(member));

    private ExperimentApi Experiments([CallerMemberName] string? member = null) => new(Server(member));
}
