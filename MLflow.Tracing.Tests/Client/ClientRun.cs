using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Client;

/// <summary>One client for a server or a folder, with what it complained about. It retries as usual, but does not wait.</summary>
internal sealed class ClientRun : IDisposable
{
    private readonly List<TracingDiagnostic> _complaints = [];

    /// <param name="trackingUri">The server or folder.</param>
    /// <param name="options">Other options.</param>
    /// <param name="environment">Environment variables.</param>
    public ClientRun(string? trackingUri, Action<MlflowOptions>? options = null, params (string Name, string Value)[] environment)
    {
        Diagnostics = new TracingDiagnostics { Output = null };
        Client = new MlflowClient(
            ClientStartup.Settle(trackingUri, Configure, Variable, Diagnostics),
            Variable,
            RetryPolicy.Default with { Jitter = _ => TimeSpan.Zero, Wait = (_, cancellationToken) => Task.Delay(0, cancellationToken) },
            Diagnostics);
        Diagnostics.Reported += _complaints.Add;

        // Other tests have loaded assemblies with an experiment woven in.
        void Configure(MlflowOptions settled)
        {
            (settled.ExperimentId, settled.ExperimentName) = (null, null);
            options?.Invoke(settled);
        }

        string? Variable(string name) => environment.FirstOrDefault(variable => variable.Name == name).Value;
    }

    public ClientRun(RecordingServer server)
        : this(server.Address)
    {
    }

    public MlflowClient Client { get; }

    public TracingDiagnostics Diagnostics { get; }

    public IReadOnlyList<TracingDiagnostic> Complaints => _complaints;

    /// <summary>What an enumeration returns.</summary>
    public static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    public void Dispose() => Client.Dispose();
}
