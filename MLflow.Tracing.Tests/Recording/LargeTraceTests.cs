using System.Text.Json;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Wire;

namespace MLflow.Tracing.Tests.Recording;

/// <summary>Traces of a hundred thousand spans, recorded by many threads. A span's name is the way to it from the root.</summary>
[TestClass]
public sealed class LargeTraceTests
{
    private const int SpanCount = 100_000;
    private const int Branches = 8;
    private const int Depth = 10;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [TestMethod]
    public async Task Server_gets_every_span_below_its_parent()
    {
        await using var server = new RecordingServer();
        Mlflow.Init(server.Address, experimentId: "123", configure: options => options.MaxSpansPerTrace = SpanCount);
        try
        {
            RecordTrace();
            Assert.AreEqual(0, TracingSwitch.Installed!.Buffer.Count);
            Assert.IsTrue(await Mlflow.FlushAsync(s_patience));
        }
        finally
        {
            Mlflow.Use(null);
        }

        Assert.IsGreaterThan(2, server.Requests.Count, "a request holds 16 MB");
        Assert.IsTrue(server.Routes.Skip(1).All(route => route == RecordedRequest.PushSpans));
        AssertWhole([.. server.Requests.Skip(1).SelectMany(request => request.Otlp.ResourceSpans).SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans)
            .Select(span => (span.SpanId.ToBase64(), span.ParentSpanId.ToBase64(), span.Name))]);
    }

    [TestMethod]
    public async Task Folder_gets_every_span_below_its_parent()
    {
        using var folder = new StoreFolder();
        Mlflow.Init($"file:{folder.Path}", configure: options => options.MaxSpansPerTrace = SpanCount);
        try
        {
            RecordTrace();
            Assert.IsTrue(await Mlflow.FlushAsync(s_patience));
        }
        finally
        {
            Mlflow.Use(null);
        }

        await using var file = File.OpenRead(folder.Files.Single());
        using var trace = await JsonDocument.ParseAsync(file);
        AssertWhole([.. trace.RootElement.GetProperty("data").GetProperty("spans").EnumerateArray()
            .Select(span => (Text(span, "span_id"), span.GetProperty("parent_span_id").GetString() ?? string.Empty, Text(span, "name")))]);

        static string Text(JsonElement span, string member) => span.GetProperty(member).GetString()!;
    }

    [TestMethod]
    public async Task Spans_beyond_the_usual_limit_are_counted_and_the_trace_is_whole_without_them()
    {
        using var session = new RecordingSession();

        RecordTrace();

        var limit = new MlflowOptions().MaxSpansPerTrace;
        var trace = await session.SingleTraceAsync();
        Assert.HasCount(limit, trace.Spans);
        Assert.AreEqual(SpanCount - limit, session.Diagnostics.CountOf("MLT201"));
        Assert.AreEqual(TraceState.Ok, trace.Info.State);
        var ids = trace.Spans.Select(span => span.SpanId).ToHashSet();
        Assert.IsTrue(trace.Spans.Skip(1).All(span => ids.Contains(span.ParentId!)));
        Assert.AreEqual(0, session.Runtime.Buffer.Count);
    }

    [TestMethod]
    public async Task Chain_of_calls_with_usage_at_the_bottom_is_summed()
    {
        using var session = new RecordingSession(options => options.MaxSpansPerTrace = SpanCount);
        var chain = new Stack<LiveSpan>([Mlflow.StartSpan("root")]);
        while (chain.Count < SpanCount / 2)
        {
            chain.Push(Mlflow.StartSpan("step", parent: chain.Peek()));
        }

        for (var i = 0; i < SpanCount / 2; i++)
        {
            using var model = Mlflow.StartSpan("model", parent: chain.Peek());
            model.SetTokenUsage(1, 2);
        }

        while (chain.TryPop(out var step))
        {
            step.End();
        }

        var trace = await session.SingleTraceAsync();
        Assert.HasCount(SpanCount, trace.Spans);
        Assert.AreEqual("""{"input_tokens":50000,"output_tokens":100000,"total_tokens":150000}""", trace.Info.Metadata[TraceMetadataKey.TokenUsage]);
    }

    /// <summary>A root, and below it on each of a few threads chains of calls, until there are as many spans as asked for.</summary>
    private static void RecordTrace()
    {
        using var root = Mlflow.StartSpan("root");
        var left = SpanCount - 1;
        Task[] threads = [.. Enumerable.Range(0, Branches).Select(branch => Task.Run(() =>
        {
            for (var chain = 0; Volatile.Read(ref left) > 0; chain++)
            {
                Call(root, "root", $"{branch}-{chain}", depth: 0);
            }
        }))];
        Task.WaitAll(threads);

        void Call(LiveSpan parent, string parentName, string name, int depth)
        {
            if (depth == Depth || Interlocked.Decrement(ref left) < 0)
            {
                return;
            }

            var path = $"{parentName}/{name}";
            using var span = Mlflow.StartSpan(path, inputs: depth, parent: parent);
            Call(span.IsRecording ? span : parent, path, "next", depth + 1);
        }
    }

    private static void AssertWhole(IReadOnlyList<(string Id, string ParentId, string Name)> spans)
    {
        Assert.HasCount(SpanCount, spans);
        var names = spans.ToDictionary(span => span.Id, span => span.Name);
        var misplaced = spans.Where(span => (span.ParentId.Length == 0 ? string.Empty : names[span.ParentId] + "/") != span.Name[..(span.Name.LastIndexOf('/') + 1)]);
        Assert.AreEqual("", string.Join(", ", misplaced.Select(span => span.Name).Take(10)));
    }
}
