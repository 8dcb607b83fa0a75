using MLflow.Tracing.Tests.Scenarios;
using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.BadInput;

/// <summary>Tracing to a real server, with what was complained about meanwhile.</summary>
internal sealed class WireRun : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, long> _before = Mlflow.Diagnostics.Counts;

    public WireRun() => Mlflow.Init(Server.Address, experimentId: "123");

    public RecordingServer Server { get; } = new();

    /// <summary>The one trace that was sent: what it is about, and its spans in order of their starts.</summary>
    public async Task<(JObject Info, IReadOnlyList<SentSpan> Spans)> SentAsync()
    {
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(30)));
        SentPart[] parts = [.. SentPart.Of(Server)];
        Assert.HasCount(2, parts);
        return (parts[0].Info!, parts[1].Spans);
    }

    public long CountOf(string id) => Mlflow.Diagnostics.CountOf(id) - _before.GetValueOrDefault(id);

    public async ValueTask DisposeAsync()
    {
        Mlflow.Use(null);
        await Server.DisposeAsync();
    }
}
