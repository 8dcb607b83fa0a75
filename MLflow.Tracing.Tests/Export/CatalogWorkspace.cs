using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

/// <summary>A server that takes traces in Unity Catalog as Databricks does according to the protocol (3.10), and the environment that leads to it.</summary>
internal sealed class CatalogWorkspace : IAsyncDisposable
{
    public const string PushSpans = "POST /api/2.0/otel/v1/traces";
    public const string TableHeader = "X-Databricks-UC-Table-Name";

    private readonly EnvironmentVariable _host;
    private readonly EnvironmentVariable _token = new("DATABRICKS_TOKEN", "dapi-test");

    /// <param name="script">The answer to a request; <see langword="null"/> leaves it to the workspace.</param>
    public CatalogWorkspace(Func<RecordedRequest, ScriptedReply?>? script = null)
    {
        Server = new RecordingServer(request => script?.Invoke(request) ?? (IsInfo(request) ? new ScriptedReply(200, request.Text) : null));
        _host = new EnvironmentVariable("DATABRICKS_HOST", Server.Address);
    }

    public RecordingServer Server { get; }

    public TracingDiagnostics Diagnostics { get; } = new() { Output = null };

    /// <summary>Whether the request tells what a trace is about.</summary>
    public static bool IsInfo(RecordedRequest request)
        => request.Method == "POST" && request.Path.StartsWith("/api/4.0/mlflow/traces/", StringComparison.Ordinal) && request.Path.EndsWith("/info", StringComparison.Ordinal);

    /// <summary>The route by which it is told what a trace is about.</summary>
    public static string Info(string location, string traceId) => $"POST /api/4.0/mlflow/traces/{location}/{WireId.DigitsOf(traceId)}/info";

    /// <summary>A made-up trace filed at a location.</summary>
    public static Trace TraceAt(string location, int number = 1)
    {
        var trace = SampleTrace.Create(number);
        var id = $"trace:/{location}/{WireId.DigitsOf(trace.Info.TraceId)}";
        return trace with { Info = trace.Info with { TraceId = id, ExperimentId = location }, Spans = [.. trace.Spans.Select(span => span with { TraceId = id })] };
    }

    /// <summary>An exporter for it that waits for nothing.</summary>
    public IResumableExporter Exporter()
        => ExporterFactory.CreateForDatabricks(
            new DatabricksCredentials(Server.Address, "dapi-test"), new MlflowOptions(), Diagnostics, RetryPolicy.Default with { Jitter = _ => TimeSpan.Zero, Wait = (_, _) => Task.CompletedTask });

    /// <summary>Records with a tracing of the program's own, which leads where the environment says.</summary>
    /// <param name="record">What is recorded.</param>
    /// <param name="location">Where tracing files traces from the start.</param>
    public static async Task RecordAsync(Action record, string? location = null)
    {
        Mlflow.Init("databricks", experimentId: location);
        try
        {
            record();
            Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            Mlflow.Use(null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        _token.Dispose();
        await Server.DisposeAsync();
    }
}
