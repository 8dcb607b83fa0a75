using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class WireLimitsTests
{
    private const string Emoji = "😀";

    [TestMethod]
    public void Texts_within_the_limits_are_left_alone()
    {
        var info = Info() with
        {
            ClientRequestId = new string('c', 50),
            RequestPreview = new string('p', 1000),
            Tags = new Dictionary<string, string> { [new string('k', 250)] = new string('v', 8000) },
        };

        Assert.AreEqual(info, WireLimits.SelfHosted.Apply(info, out var shortened));
        Assert.AreEqual(0, shortened);
    }

    [TestMethod]
    public void Texts_over_the_limits_are_cut_and_counted()
    {
        var info = Info() with
        {
            ClientRequestId = new string('c', 51),
            Metadata = new Dictionary<string, string> { [new string('k', 251)] = new string('v', 8001) },
            Tags = new Dictionary<string, string> { ["short"] = "value", ["long"] = new string('v', 8001) },
        };

        var cut = WireLimits.SelfHosted.Apply(info, out var shortened);

        Assert.AreEqual(4, shortened);
        Assert.AreEqual(50, cut.ClientRequestId!.Length);
        Assert.AreEqual((250, 8000), (cut.Metadata.Single().Key.Length, cut.Metadata.Single().Value.Length));
        Assert.AreEqual("value", cut.Tags["short"]);
        Assert.AreEqual(8000, cut.Tags["long"].Length);
    }

    [TestMethod]
    public void Cut_never_leaves_half_a_character()
    {
        var info = Info() with
        {
            Tags = new Dictionary<string, string> { ["tag"] = new string('v', 7999) + Emoji },
            RequestPreview = new string('p', 996) + Emoji + "12345",
        };

        var cut = WireLimits.SelfHosted.Apply(info, out _);

        Assert.AreEqual(new string('v', 7999), cut.Tags["tag"]);
        Assert.AreEqual(new string('p', 996) + "...", cut.RequestPreview);
    }

    [TestMethod]
    public void Preview_may_be_longer_on_databricks()
    {
        var info = Info() with { RequestPreview = new string('p', 20_000), ResponsePreview = new string('p', 1001) };

        var selfHosted = WireLimits.SelfHosted.Apply(info, out _);
        var databricks = WireLimits.Databricks.Apply(info, out _);

        Assert.AreEqual(new string('p', 997) + "...", selfHosted.RequestPreview);
        Assert.AreEqual(10_000, databricks.RequestPreview!.Length);
        Assert.AreEqual(1001, databricks.ResponsePreview!.Length);
    }

    [TestMethod]
    public async Task Cut_texts_are_sent_and_reported()
    {
        await using var server = new RecordingServer();
        using var run = new ExportRun(server.Address);
        var trace = SampleTrace.Create();

        await run.SendAsync(trace with { Info = trace.Info with { ClientRequestId = new string('c', 60) } });

        Assert.AreEqual(new string('c', 50), (string?)server.Requests[0].Json.SelectToken("trace.trace_info.client_request_id"));
        Assert.AreEqual("MLT416", run.Complaints.Single().Id);
    }

    private static TraceInfo Info() => SampleTrace.Create().Info;
}
