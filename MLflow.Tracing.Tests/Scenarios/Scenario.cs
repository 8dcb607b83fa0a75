using MLflow.Tracing.Tests.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>
/// A program in C# that does what a recorded program did (<c>Golden</c>), and sends it to a real server; what both servers were told is compared.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>A server that has no route for OTLP yet.</summary>
    private const string OldVersion = "3.3.2";

    private readonly string _file;
    private readonly SpanRoute _route;

    public Scenario(string file, SpanRoute route, Action<MlflowOptions>? configure = null, Func<RecordedRequest, ScriptedReply?>? script = null)
    {
        _file = file;
        _route = route;
        Golden = Golden.Load(file);
        Server = new RecordingServer(script) { Version = route == SpanRoute.Artifacts ? OldVersion : null };
        Mlflow.Init(Server.Address, experimentId: "123", configure: options =>
        {
            options.MaxConcurrentUploads = 1; // so that traces come in their order
            configure?.Invoke(options);
        });
    }

    public Golden Golden { get; }

    public RecordingServer Server { get; }

    /// <summary>What the recorded program saw.</summary>
    public JToken Observed => Golden["observedByCaller"];

    /// <summary>The ids of the traces that the server heard of.</summary>
    public IReadOnlyList<string> TraceIds => [.. SentPart.Of(Server).Select(part => part.TraceId).Distinct()];

    /// <summary>Fails unless the server was told what the record says, but for the differences named.</summary>
    public async Task AssertSentAsync(params Difference[] differences)
    {
        await DeliverAsync();
        AssertSame(Meaning.Of(SentPart.Of(Golden, _route)), differences);
    }

    /// <summary>Fails unless the server was told this.</summary>
    public void AssertSame(JArray recorded, params Difference[] differences)
    {
        foreach (var difference in differences)
        {
            difference.ApplyTo(recorded);
        }

        if (differences.Length > 0)
        {
            Assert.Contains(ScenarioPage.RecordOf(_file), ScenarioPage.Records, $"{_file} differs: docs/parity.md is to say why.");
        }

        var sent = Meaning.Of(SentPart.Of(Server));
        Assert.IsTrue(JToken.DeepEquals(recorded, sent), $"{recorded}\nwas expected, this was sent:\n{sent}");
    }

    public static async Task DeliverAsync() => Assert.IsTrue(await Mlflow.FlushAsync(s_patience), "the queue did not empty in time");

    public async ValueTask DisposeAsync()
    {
        Mlflow.Use(null);
        await Server.DisposeAsync();
    }
}
