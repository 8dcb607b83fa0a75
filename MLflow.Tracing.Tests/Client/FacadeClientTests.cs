using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Client;

/// <summary>The calls of the facade that read and change what tracing has delivered.</summary>
[TestClass]
public sealed class FacadeClientTests
{
    [TestMethod]
    public async Task Trace_that_was_just_recorded_is_got_from_the_folder_that_tracing_writes_to()
    {
        using var folder = new StoreFolder();
        Mlflow.Init($"file:{folder.Path}");
        try
        {
            Mlflow.Trace((int a) => a + 1, name: "increment")(41);

            var trace = (await Mlflow.GetTraceAsync(Mlflow.LastActiveTraceId!, flush: true))!;

            Assert.AreEqual("42", trace.SpanNamed("increment").Outputs);
            Assert.AreEqual(trace.Info.TraceId, (await ClientRun.ListAsync(Mlflow.SearchTracesAsync(filterString: "name = 'increment'"))).Single().Info.TraceId);
            await Assert.ThrowsExactlyAsync<NotSupportedException>(() => Mlflow.LogFeedbackAsync(trace.Info.TraceId, value: 1));
        }
        finally
        {
            Mlflow.Use(null);
        }
    }

    [TestMethod]
    public async Task Calls_go_to_the_server_that_tracing_writes_to()
    {
        await using var server = new RecordingServer(request => request.Path.Contains("/assessments", StringComparison.Ordinal) && request.Method != "DELETE"
            ? new ScriptedReply(200, $$"""{"assessment":{"assessment_name":"n","{{(request.Method == "POST" && request.Text.Contains("expectation", StringComparison.Ordinal) ? "expectation" : request.Text.Contains("issue", StringComparison.Ordinal) ? "issue" : "feedback")}}":{"value":1,"issue_name":"slow"} } }""")
            : new ScriptedReply(200, """{"traces":[]}"""));
        using var session = new RecordingSession(options => (options.TrackingUri, options.TrackingToken) = (server.Address, "token"));

        await Mlflow.SetTraceTagAsync("tr-1", "key", "value");
        await Mlflow.DeleteTraceTagAsync("tr-1", "key");
        await Mlflow.LogFeedbackAsync("tr-1", value: 1);
        await Mlflow.LogExpectationAsync("tr-1", "n", 1);
        await Mlflow.LogIssueAsync("tr-1", "n", "slow");
        await Mlflow.LogAssessmentAsync("tr-1", new Feedback { Name = "n", Value = 1 });
        await Mlflow.UpdateAssessmentAsync("tr-1", "a-1", new Feedback { Name = "n", Value = 1 });
        await Mlflow.GetAssessmentAsync("tr-1", "a-1");
        await Mlflow.DeleteAssessmentAsync("tr-1", "a-1");
        await Mlflow.OverrideFeedbackAsync("tr-1", "a-1", 2);
        await ClientRun.ListAsync(Mlflow.SearchTracesAsync());
        await ClientRun.ListAsync(Mlflow.SearchSessionsAsync());

        Assert.AreEqual("PATCH DELETE POST POST POST POST PATCH GET DELETE GET POST POST POST", string.Join(' ', server.Requests.Select(request => request.Method)));
        Assert.IsTrue(server.Requests.All(request => request.Header("Authorization") == "Bearer token"));
    }
}
