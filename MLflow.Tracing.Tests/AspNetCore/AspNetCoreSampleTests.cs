using System.Net.Http.Json;
using Google.Protobuf;
using MLflow.Tracing.Export;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Samples;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.AspNetCore;

/// <summary>A web application that calls another one, each a process of its own: <c>samples/AspNetCore</c>.</summary>
[TestClass]
public sealed class AspNetCoreSampleTests
{
    [TestMethod]
    public async Task Two_services_send_a_server_one_trace()
    {
        await using var server = new RecordingServer();

        await RunAsync(new() { ["MLFLOW_TRACKING_URI"] = server.Address, ["MLFLOW_EXPERIMENT_ID"] = "123" }, ("session-1", "ann"));

        var started = server.Requests.Single(request => request.Route == RecordedRequest.StartTrace);
        var pushed = server.Requests.Where(request => request.Route == RecordedRequest.PushSpans).ToList();
        Assert.HasCount(2, pushed);
        Assert.HasCount(3, server.Requests);
        Assert.IsTrue(pushed.All(request => request.Header("x-mlflow-experiment-id") == "123"));
        var spans = pushed.SelectMany(request => request.Otlp.ResourceSpans[0].ScopeSpans[0].Spans).ToDictionary(span => span.Name);
        var (chat, reply, passage, find) = (spans["POST /chat"], spans["Assistant.ReplyAsync"], spans["GET /passages/{topic}"], spans["Passages.Find"]);
        Assert.HasCount(4, spans);
        Assert.HasCount(1, spans.Values.Select(span => span.TraceId).Distinct());
        Assert.AreEqual("tr-" + Convert.ToHexStringLower(chat.TraceId.Span), (string?)started.Json.SelectToken("trace.trace_info.trace_id"));
        Assert.AreEqual("POST /chat", (string?)started.Json.SelectToken("trace.trace_info.tags['mlflow.traceName']"));
        Assert.AreEqual(ByteString.Empty, chat.ParentSpanId);
        Assert.AreEqual(chat.SpanId, reply.ParentSpanId);
        Assert.AreEqual(reply.SpanId, passage.ParentSpanId);
        Assert.AreEqual(passage.SpanId, find.ParentSpanId);
    }

    [TestMethod]
    public async Task Two_services_keep_one_trace_in_a_folder_that_they_share()
    {
        using var folder = new StoreFolder();

        await RunAsync(new() { ["MLFLOW_TRACKING_URI"] = "file:" + folder.Path }, ("session-1", "ann"));

        Assert.HasCount(2, folder.Files);
        var stored = Stored(folder);
        var part = stored.Single(trace => trace.Info.IsPart);
        var whole = stored.Single(trace => !trace.Info.IsPart);
        Assert.AreEqual(whole.Info.TraceId, part.Info.TraceId);
        Assert.AreEqual(whole.SpanNamed("Assistant.ReplyAsync").SpanId, part.SpanNamed("GET /passages/{topic}").ParentId);
    }

    [TestMethod]
    public async Task Each_request_has_its_session_and_user()
    {
        using var folder = new StoreFolder();
        (string, string)[] callers = [("session-1", "ann"), ("session-2", "bob"), ("session-1", "ann")];

        await RunAsync(new() { ["MLFLOW_TRACKING_URI"] = "file:" + folder.Path }, callers);

        var found = Stored(folder).Where(trace => !trace.Info.IsPart).OrderBy(trace => trace.Info.RequestTimeUnixNs)
            .Select(trace => (trace.Info.Metadata["mlflow.trace.session"], trace.Info.Metadata["mlflow.trace.user"]));
        CollectionAssert.AreEqual(callers, found.ToList());
    }

    private static List<Trace> Stored(StoreFolder folder)
        => [.. FolderStoreReader.Read(folder.Path, skipped => Assert.Fail(skipped.ToString())).Select(found => found.Trace)];

    private static async Task RunAsync(Dictionary<string, string> environment, params (string Session, string User)[] callers)
    {
        var (retriever, passages) = await ServiceProcess.StartAsync(SampleProgram.PathOf("AspNetCore/Retriever"), environment);
        await using (retriever)
        {
            var (chat, address) = await ServiceProcess.StartAsync(SampleProgram.PathOf("AspNetCore/Chat"), new Dictionary<string, string>(environment) { ["Retriever"] = passages });
            await using (chat)
            {
                foreach (var (session, user) in callers)
                {
                    Assert.AreEqual("Weaving adds code to an assembly after it was compiled.", await AskAsync(address, session, user), chat.Output);
                }

                await StopAsync(chat);
            }

            await StopAsync(retriever);
        }
    }

    private static async Task<string> AskAsync(string address, string session, string user)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, address + "/chat") { Content = JsonContent.Create(new { text = "What is weaving?" }) };
        request.Headers.Add("X-Session", session);
        request.Headers.Add("X-User", user);
        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task StopAsync(ServiceProcess service)
    {
        Assert.AreEqual(0, await service.StopAsync(), service.Output);
        Assert.DoesNotContain("MLflow.Tracing MLT", service.Output);
    }
}
