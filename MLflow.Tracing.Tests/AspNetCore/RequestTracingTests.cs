using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MLflow.Tracing.AspNetCore;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;

namespace MLflow.Tracing.Tests.AspNetCore;

/// <summary>What the middleware does with requests that come over a socket.</summary>
[TestClass]
public sealed class RequestTracingTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string SpanId = "00f067aa0ba902b7";
    private const string TraceParent = $"00-{TraceId}-{SpanId}-01";

    [TestMethod]
    public async Task Handler_of_a_request_goes_on_with_its_callers_trace()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync();

        Assert.AreEqual("order 7", await app.GetAsync("/orders/7", TraceParent));

        var part = await session.SingleTraceAsync();
        Assert.IsTrue(part.Info.IsPart);
        Assert.AreEqual("tr-" + TraceId, part.Info.TraceId);
        Assert.AreEqual(SpanId, part.Spans.Single().ParentId);
        Assert.AreEqual("find", part.Spans.Single().Name);
    }

    [TestMethod]
    public async Task Requests_at_the_same_time_keep_to_their_own_callers()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync();

        await Task.WhenAll(Enumerable.Range(1, 40).Select(i => app.GetAsync($"/orders/{i}", $"00-{TraceId}-{i:x16}-01")));

        foreach (var part in await session.TracesAsync())
        {
            var order = int.Parse(RecordedText(part.Spans.Single().Inputs!), null);
            Assert.AreEqual($"{order:x16}", part.Spans.Single().ParentId);
        }

        static string RecordedText(string inputs) => new(inputs.Where(char.IsAsciiDigit).ToArray());
    }

    [TestMethod]
    public async Task Request_without_a_caller_begins_a_trace_and_nobody_complains()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync();

        await app.GetAsync("/orders/7");

        Assert.IsFalse((await session.SingleTraceAsync()).Info.IsPart);
        Assert.IsEmpty(session.Diagnostics.Counts);
    }

    [TestMethod]
    public async Task Caller_that_is_not_believed_is_not_joined()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync(options => options.ShouldJoinCaller = static context => !context.Request.Path.StartsWithSegments("/orders"));

        await app.GetAsync("/orders/7", $"00-{TraceId}-{SpanId}-00");

        Assert.IsFalse((await session.SingleTraceAsync()).Info.IsPart);
    }

    [TestMethod]
    public async Task Session_and_user_come_along_when_asked_to()
    {
        using var session = new RecordingSession(options => options.PropagateSessionAndUser = true);
        await using var app = await StartAsync();
        app.Client.DefaultRequestHeaders.TryAddWithoutValidation("baggage", ["tenant=t-1", "mlflow.trace.session=s%201,mlflow.trace.user=u-1"]);

        await app.GetAsync("/orders/7", TraceParent);

        var metadata = (await session.SingleTraceAsync()).Info.Metadata;
        Assert.AreEqual(("s 1", "u-1"), (metadata[TraceMetadataKey.Session], metadata[TraceMetadataKey.User]));
    }

    [TestMethod]
    public async Task Wrong_header_is_told_and_the_request_served()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync();

        Assert.AreEqual("order 7", await app.GetAsync("/orders/7", "00-nonsense"));

        Assert.IsFalse((await session.SingleTraceAsync()).Info.IsPart);
        Assert.AreEqual(1, session.Diagnostics.CountOf("MLT221"));
    }

    [TestMethod]
    public async Task Request_span_is_named_by_method_and_route_and_is_parent_of_the_handlers_spans()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync(RecordAll);

        await app.GetAsync("/orders/7?secret=x", TraceParent);

        var part = await session.SingleTraceAsync();
        var request = part.SpanNamed("GET /orders/{id}");
        Assert.AreEqual(SpanId, request.ParentId);
        Assert.AreEqual(request.SpanId, part.SpanNamed("find").ParentId);
        Assert.AreEqual("\"GET\"", request.Attributes["http.request.method"]);
        Assert.AreEqual("\"/orders/{id}\"", request.Attributes["http.route"]);
        Assert.AreEqual("200", request.Attributes["http.response.status_code"]);
        Assert.IsFalse(request.Attributes.Values.Any(value => value.Contains("secret", StringComparison.Ordinal)));
        Assert.AreEqual(SpanStatusCode.Ok, request.Status.Code);
    }

    [TestMethod]
    public async Task Requests_that_nobody_asked_for_get_no_span()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync(options => options.ShouldRecordRequest = static context => !context.Request.Path.StartsWithSegments("/busy"));

        await app.GetAsync("/busy");

        Assert.IsEmpty(await session.TracesAsync());
    }

    [TestMethod]
    [DataRow("/busy", "GET /busy", "503", SpanStatusCode.Error)]
    [DataRow("/nowhere", "GET", "404", SpanStatusCode.Ok)]
    public async Task Status_of_the_response_is_recorded_and_a_servers_failure_is_an_error(string path, string name, string status, SpanStatusCode outcome)
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync(RecordAll);

        await app.GetAsync(path);

        var request = (await session.SingleTraceAsync()).SpanNamed(name);
        Assert.AreEqual(status, request.Attributes["http.response.status_code"]);
        Assert.AreEqual(outcome, request.Status.Code);
    }

    [TestMethod]
    public async Task Exception_passes_as_before_and_is_on_the_span()
    {
        using var session = new RecordingSession();
        await using var app = await StartAsync(RecordAll);

        using var response = await app.Client.GetAsync(new Uri("/throws", UriKind.Relative));

        Assert.AreEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.IsEmpty(await response.Content.ReadAsStringAsync());
        var request = (await session.SingleTraceAsync()).SpanNamed("GET /throws");
        Assert.AreEqual(new SpanStatus(SpanStatusCode.Error, "InvalidOperationException: on purpose"), request.Status);
        Assert.AreEqual("exception", request.Events.Single().Name);
        Assert.IsFalse(request.Attributes.ContainsKey("http.response.status_code"));
    }

    [TestMethod]
    public async Task Error_page_gets_the_exception_and_the_span_keeps_the_route_that_failed()
    {
        using var session = new RecordingSession();
        await using var app = await RunningApp.StartAsync(pipeline =>
        {
            pipeline.UseMlflowTracing(RecordAll);
            pipeline.UseExceptionHandler("/error");
            Map(pipeline);
            pipeline.MapGet("/error", () => Results.Text("sorry", statusCode: 500));
        });

        Assert.AreEqual("sorry", await app.GetAsync("/throws"));

        Assert.AreEqual("500", (await session.SingleTraceAsync()).SpanNamed("GET /throws").Attributes["http.response.status_code"]);
    }

    [TestMethod]
    public async Task Bodies_pass_unread_and_unbuffered()
    {
        using var session = new RecordingSession();
        var clientHasRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await RunningApp.StartAsync(pipeline =>
        {
            pipeline.UseMlflowTracing(RecordAll);
            pipeline.MapPost("/echo", async context =>
            {
                Assert.IsFalse(context.Request.Body.CanSeek);
                await context.Response.WriteAsync("first,");
                await context.Response.Body.FlushAsync();
                await clientHasRead.Task;
                await context.Request.Body.CopyToAsync(context.Response.Body);
            });
        });

        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new StringContent("second") };
        using var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = new char[6];
        await reader.ReadBlockAsync(first);
        clientHasRead.SetResult();

        Assert.AreEqual("first,second", new string(first) + await reader.ReadToEndAsync());
        var span = (await session.SingleTraceAsync()).SpanNamed("POST /echo");
        Assert.IsNull(span.Inputs);
        Assert.IsNull(span.Outputs);
    }

    [TestMethod]
    public async Task Off_serves_requests_as_before()
    {
        Mlflow.Use(null);
        await using var app = await StartAsync(RecordAll);

        Assert.AreEqual("order 7", await app.GetAsync("/orders/7", TraceParent));
    }

    private static void RecordAll(RequestTracingOptions options) => options.ShouldRecordRequest = static _ => true;

    private static Task<RunningApp> StartAsync(Action<RequestTracingOptions>? configure = null) => RunningApp.StartAsync(pipeline =>
    {
        pipeline.UseMlflowTracing(configure);
        Map(pipeline);
    });

    private static void Map(WebApplication app)
    {
        app.MapGet("/orders/{id}", async (int id) => await Mlflow.WithSpanAsync(
            async _ =>
            {
                await Task.Yield();
                return $"order {id}";
            },
            "find",
            inputs: new { id }));
        app.MapGet("/busy", () => Results.StatusCode(503));
        app.MapGet("/throws", string () => throw new InvalidOperationException("on purpose"));
    }
}
