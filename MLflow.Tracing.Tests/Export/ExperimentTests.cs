using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class ExperimentTests
{
    private const string Find = "GET /api/2.0/mlflow/experiments/get-by-name?experiment_name=my%20bot%20%26%20co";
    private const string Create = "POST /api/2.0/mlflow/experiments/create";

    private static readonly ScriptedReply s_missing = ScriptedReply.Error(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
    private static readonly ScriptedReply s_found = new(200, """{"experiment":{"experiment_id":"7","lifecycle_stage":"active"}}""");

    [TestMethod]
    public async Task Id_when_given_wins_over_the_name()
    {
        await using var server = new RecordingServer();

        Assert.AreEqual("42", await ExperimentUsedAsync(server, new MlflowOptions { ExperimentId = "42", ExperimentName = "my bot & co" }));
        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    public async Task Neither_when_given_means_the_default_experiment()
    {
        await using var server = new RecordingServer();

        Assert.AreEqual("0", await ExperimentUsedAsync(server, new MlflowOptions()));
    }

    [TestMethod]
    public async Task Name_when_known_is_looked_up_once()
    {
        await using var server = new RecordingServer(request => request.Route == Find ? s_found : null);

        Assert.AreEqual("7", await ExperimentUsedAsync(server, ByName(), traces: 2));
        Assert.HasCount(1, server.Routes.Where(route => route == Find));
        Assert.HasCount(1 + 4, server.Requests);
    }

    [TestMethod]
    public async Task Name_when_unknown_is_created()
    {
        await using var server = new RecordingServer(request => request.Route switch
        {
            Find => s_missing,
            Create => new ScriptedReply(200, """{"experiment_id":"8"}"""),
            _ => null,
        });

        Assert.AreEqual("8", await ExperimentUsedAsync(server, ByName()));
        Assert.AreEqual("my bot & co", (string?)server.Requests[1].Json["name"]);
    }

    [TestMethod]
    public async Task Name_when_another_process_creates_it_at_the_same_time_is_looked_up_again()
    {
        var lookUps = 0;
        await using var server = new RecordingServer(request => request.Route switch
        {
            Find => ++lookUps == 1 ? s_missing : s_found,
            Create => ScriptedReply.Error(400, "RESOURCE_ALREADY_EXISTS", "exists"),
            _ => null,
        });

        Assert.AreEqual("7", await ExperimentUsedAsync(server, ByName()));
        CollectionAssert.AreEqual(new[] { Find, Create, Find }, server.Routes.Take(3).ToArray());
    }

    [TestMethod]
    public async Task Deleted_experiment_is_reported_and_nothing_is_sent_to_it()
    {
        await using var server = new RecordingServer(request => request.Route == Find ? new ScriptedReply(200, """{"experiment":{"experiment_id":"7","lifecycle_stage":"deleted"}}""") : null);
        using var run = new ExportRun(server.Address, ByName());

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.AreEqual("MLT415", run.Complaints.Single().Id);
        Assert.Contains("'my bot & co' was deleted", run.Complaints.Single().Message);
        Assert.HasCount(1, server.Requests);
    }

    [TestMethod]
    public async Task Name_that_cannot_be_created_is_reported_and_tried_again_with_the_next_trace()
    {
        var isAllowed = false;
        await using var server = new RecordingServer(request => request.Route switch
        {
            Find => s_missing,
            Create => isAllowed ? new ScriptedReply(200, """{"experiment_id":"8"}""") : ScriptedReply.Error(403, "PERMISSION_DENIED", "no"),
            _ => null,
        });
        using var run = new ExportRun(server.Address, ByName());

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create(1)));
        isAllowed = true;
        Assert.AreEqual(new ExportResult(1, 0), await run.SendAsync(SampleTrace.Create(2)));

        Assert.Contains("'my bot & co' could not be created", run.Complaints.Single().Message);
    }

    private static MlflowOptions ByName() => new() { ExperimentName = "my bot & co" };

    private static async Task<string?> ExperimentUsedAsync(RecordingServer server, MlflowOptions options, int traces = 1)
    {
        using var run = new ExportRun(server.Address, options);
        await run.DeliverAsync([.. Enumerable.Range(1, traces).Select(i => SampleTrace.Create(i))]);
        var header = server.Requests.Last(request => request.Route == RecordedRequest.PushSpans).Header("x-mlflow-experiment-id");
        Assert.AreEqual(header, (string?)server.Requests.Last(request => request.Route == RecordedRequest.StartTrace).Json.SelectToken("trace.trace_info.trace_location.mlflow_experiment.experiment_id"));
        return header;
    }
}
