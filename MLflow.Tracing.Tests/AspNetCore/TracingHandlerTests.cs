using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MLflow.Tracing.AspNetCore;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.AspNetCore;

/// <summary>What goes along with requests that an HTTP client sends over a socket.</summary>
[TestClass]
public sealed class TracingHandlerTests
{
    private const string Foreign = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [TestMethod]
    public async Task Request_names_the_span_in_which_it_is_sent()
    {
        using var session = new RecordingSession();
        await using var server = new RecordingServer();
        using var client = Client(server);
        using var span = Mlflow.StartActiveSpan("call");

        await RunningApp.SendAsync(client, "/later");
        using (var request = new HttpRequestMessage(HttpMethod.Get, "/at-once"))
        {
            client.Send(request).Dispose();
        }

        Assert.HasCount(2, server.Requests);
        Assert.IsTrue(server.Requests.All(request => request.Header("traceparent") == TraceParentOf(span)));
    }

    [TestMethod]
    public async Task Outside_of_traces_nothing_is_added_and_nobody_complains()
    {
        using var session = new RecordingSession();
        await using var server = new RecordingServer();
        using var client = Client(server);

        await RunningApp.SendAsync(client, "/");

        Assert.IsNull(server.Requests.Single().Header("traceparent"));
        Assert.IsEmpty(session.Diagnostics.Counts);
    }

    [TestMethod]
    public async Task Header_that_the_request_has_already_is_left_alone()
    {
        using var session = new RecordingSession();
        await using var server = new RecordingServer();
        using var client = Client(server);
        using var span = Mlflow.StartActiveSpan("call");

        await RunningApp.SendAsync(client, "/", Foreign);

        Assert.AreEqual(Foreign, server.Requests.Single().Header("traceparent"));
    }

    [TestMethod]
    public async Task Inside_a_trace_the_span_is_named_and_not_the_current_activity()
    {
        using var session = new RecordingSession();
        await using var server = new RecordingServer();
        using var client = Client(server);
        using var activity = new Activity("other tracing system").AddBaggage("tenant", "t-1").Start();

        await RunningApp.SendAsync(client, "/outside");
        string inside;
        using (var span = Mlflow.StartActiveSpan("call"))
        {
            inside = TraceParentOf(span);
            await RunningApp.SendAsync(client, "/inside");
        }

        Assert.Contains(activity.TraceId.ToHexString(), server.Requests[0].Header("traceparent")!);
        Assert.AreEqual(inside, server.Requests[1].Header("traceparent"));
        Assert.AreEqual("tenant = t-1", server.Requests[1].Header("baggage"));
    }

    [TestMethod]
    public async Task Session_and_user_go_beside_the_baggage_that_is_there()
    {
        using var session = new RecordingSession(options => options.PropagateSessionAndUser = true);
        await using var server = new RecordingServer();
        using var client = Client(server);
        using var activity = new Activity("other tracing system").AddBaggage("tenant", "t-1").Start();
        using var span = Mlflow.StartActiveSpan("call");
        Mlflow.UpdateCurrentTrace(sessionId: "s 1");

        await RunningApp.SendAsync(client, "/");

        Assert.AreEqual("tenant = t-1, mlflow.trace.session=s%201", server.Requests.Single().Header("baggage"));
    }

    [TestMethod]
    public async Task Client_of_a_factory_reaches_an_application_that_joins()
    {
        using var session = new RecordingSession();
        await using var app = await RunningApp.StartAsync(pipeline =>
        {
            pipeline.UseMlflowTracing();
            pipeline.MapGet("/", () => Mlflow.WithSpan(_ => "answer", "callee"));
        });
        var services = new ServiceCollection();
        services.AddHttpClient("app", client => client.BaseAddress = app.Client.BaseAddress).AddMlflowTracing();
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("app");

        await Mlflow.WithSpanAsync(_ => RunningApp.SendAsync(client, "/"), "caller");

        var traces = await session.TracesAsync();
        var part = traces.Single(trace => trace.Info.IsPart);
        var whole = traces.Single(trace => !trace.Info.IsPart);
        Assert.AreEqual(whole.Info.TraceId, part.Info.TraceId);
        Assert.AreEqual(whole.SpanNamed("caller").SpanId, part.SpanNamed("callee").ParentId);
    }

    private static HttpClient Client(RecordingServer server) => new(new MlflowTracingHandler(new SocketsHttpHandler())) { BaseAddress = new Uri(server.Address) };

    private static string TraceParentOf(LiveSpan span) => $"00-{span.TraceId["tr-".Length..]}-{span.SpanId}-01";
}
