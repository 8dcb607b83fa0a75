using Google.Protobuf;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.AspNetCore;

/// <summary>A program that calls a web application, each a process of its own: <c>samples/TwoProcesses</c>.</summary>
[TestClass]
public sealed class TwoProcessesTests
{
    [TestMethod]
    public async Task Caller_and_callee_send_a_server_one_trace()
    {
        await using var server = new RecordingServer();

        await RunAsync(new() { ["MLFLOW_TRACKING_URI"] = server.Address, ["MLFLOW_EXPERIMENT_ID"] = "123" });

        var started = server.Requests.Single(request => request.Route == RecordedRequest.StartTrace);
        var pushed = server.Requests.Where(request => request.Route == RecordedRequest.PushSpans).ToList();
        Assert.HasCount(2, pushed);
        Assert.HasCount(3, server.Requests);
        Assert.IsTrue(pushed.All(request => request.Header("x-mlflow-experiment-id") == "123"));
        var spans = pushed.SelectMany(request => request.Otlp.ResourceSpans[0].ScopeSpans[0].Spans).ToDictionary(span => span.Name);
        var (ask, request, find) = (spans["ask"], spans["GET /passages/{topic}"], spans["find"]);
        Assert.HasCount(3, spans);
        Assert.HasCount(1, spans.Values.Select(span => span.TraceId).Distinct());
        Assert.AreEqual("tr-" + Convert.ToHexStringLower(ask.TraceId.Span), (string?)started.Json.SelectToken("trace.trace_info.trace_id"));
        Assert.AreEqual("ask", (string?)started.Json.SelectToken("trace.trace_info.tags['mlflow.traceName']"));
        Assert.AreEqual(ByteString.Empty, ask.ParentSpanId);
        Assert.AreEqual(ask.SpanId, request.ParentSpanId);
        Assert.AreEqual(request.SpanId, find.ParentSpanId);
    }

    [TestMethod]
    public async Task Caller_and_callee_keep_one_trace_in_a_folder_that_they_share()
    {
        using var folder = new StoreFolder();

        await RunAsync(new() { ["MLFLOW_TRACKING_URI"] = "file:" + folder.Path });

        Assert.HasCount(2, folder.Files);
        var stored = FolderStoreReader.Read(folder.Path, skipped => Assert.Fail(skipped.ToString())).Select(found => found.Trace).ToList();
        var part = stored.Single(trace => trace.Info.IsPart);
        var whole = stored.Single(trace => !trace.Info.IsPart);
        Assert.AreEqual(whole.Info.TraceId, part.Info.TraceId);
        Assert.AreEqual(whole.SpanNamed("ask").SpanId, part.SpanNamed("GET /passages/{topic}").ParentId);
    }

    private static async Task RunAsync(Dictionary<string, string> environment)
    {
        var (service, address) = await ServiceProcess.StartAsync(SampleProgram.PathOf("TwoProcesses/Retriever"), environment);
        await using (service)
        {
            var asker = await ProcessRun.DotnetAsync(Repository.Root, [SampleProgram.PathOf("TwoProcesses/Asker"), address], environment);

            Assert.AreEqual((0, "There is much to say about weaving.\n"), (asker.ExitCode, asker.Output), asker.ToString());
            Assert.IsEmpty(asker.Error);
            Assert.AreEqual(0, await service.StopAsync(), service.Output);
            Assert.DoesNotContain("MLflow.Tracing MLT", service.Output);
        }
    }
}
