using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>Recorded programs that wrap functions: names, arguments, results, exceptions, nesting.</summary>
[TestClass]
public sealed class FunctionScenarioTests
{
    [TestMethod]
    [BothRoutes]
    public async Task S01_simple_function_trace(SpanRoute route)
    {
        await using var scenario = new Scenario("01-simple-function-trace.json", route);

        var result = Mlflow.Trace((int a, int b) => a + b, name: "add")(1, 2);

        await scenario.AssertSentAsync();
        Assert.AreEqual((int)scenario.Observed["result"]!, result);
        Assert.AreEqual(scenario.TraceIds.Single(), Mlflow.LastActiveTraceId);
    }

    [TestMethod]
    [BothRoutes("02-nested-async-trace.json", "v0.1.1-02-nested-async-trace.json")]
    public async Task S02_nested_async_trace(string file, SpanRoute route)
    {
        await using var scenario = new Scenario(file, route);
        var bothStarted = new TaskCompletionSource();
        var started = 0;
        var tool = Mlflow.Trace(
            async (string q) =>
            {
                if (Interlocked.Increment(ref started) == 2)
                {
                    bothStarted.SetResult();
                }

                await bothStarted.Task;
                return new { q, ok = true };
            },
            name: "tool",
            spanType: SpanType.Tool);
        var model = Mlflow.Trace((string prompt) => $"answer to {prompt}", name: "my_llm", spanType: SpanType.Llm, attributes: [new("model", "gpt-x"), new("temperature", 0.5)]);
        var outer = Mlflow.Trace(
            async (string question, object opts) =>
            {
                var found = await Task.WhenAll(tool("a"), tool("b"));
                return model(question + found.Length);
            },
            name: "outer",
            spanType: SpanType.Chain);

        var result = await outer("hi", new { k = new object[] { 1, 2, new { z = (string?)null } } });

        // 0.2.0 calls the argument of a function that destructures it "args"; 0.1.1 numbers spans of one name.
        var differences = new List<Difference> { new("[0].spans[0].children[0]", "inputs", new JObject { ["prompt"] = "hi2" }) };
        if (file.StartsWith('v'))
        {
            differences.Add(new("[0].spans[0].children[1]", "name", "tool"));
            differences.Add(new("[0].spans[0].children[2]", "name", "tool"));
        }

        await scenario.AssertSentAsync([.. differences]);
        Assert.AreEqual((string?)scenario.Observed["result"], result);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S03_sync_exception(SpanRoute route)
    {
        await using var scenario = new Scenario("03-sync-exception.json", route);
        var thrown = new InvalidCastException((string)scenario.Observed["message"]!);
        var boom = Mlflow.Trace(string (string x) => throw thrown, name: "boom");

        var caught = Assert.ThrowsExactly<InvalidCastException>(() => boom("input"));

        await scenario.AssertSentAsync(Difference.Thrown("[0].spans[0]", thrown));
        Assert.AreSame(thrown, caught);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S04_promise_rejection(SpanRoute route)
    {
        await using var scenario = new Scenario("04-promise-rejection.json", route);
        var thrown = new InvalidOperationException("async bad");
        var inner = Mlflow.Trace(async Task<string> () => { await Task.Yield(); throw thrown; }, name: "inner");
        var outer = Mlflow.Trace(
            async () =>
            {
                try
                {
                    return await inner();
                }
                catch (InvalidOperationException)
                {
                    return "recovered";
                }
            },
            name: "outer");

        var result = await outer();

        await scenario.AssertSentAsync(Difference.Thrown("[0].spans[0].children[0]", thrown));
        Assert.AreEqual((string?)scenario.Observed["result"], result);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S10_token_usage(SpanRoute route)
    {
        await using var scenario = new Scenario("10-token-usage.json", route);
        var model = Mlflow.Trace(
            (int i) =>
            {
                Mlflow.CurrentSpan!.SetTokenUsage(10 + i, 5);
                return "x";
            },
            name: "llm",
            spanType: SpanType.Llm);

        var result = Mlflow.Trace(() => { model(0); model(1); return "ok"; }, name: "outer")();

        await scenario.AssertSentAsync();
        Assert.AreEqual((string?)scenario.Observed["result"], result);
    }

    [TestMethod]
    [BothRoutes("11-large-preview.json", "v0.1.1-11-large-preview.json")]
    public async Task S11_large_preview(string file, SpanRoute route)
    {
        await using var scenario = new Scenario(file, route);

        Mlflow.Trace((string s) => s.ToUpperInvariant(), name: "big")(new string('a', (int)scenario.Observed["inputLength"]!));

        await scenario.AssertSentAsync();
    }

    [TestMethod]
    [BothRoutes]
    public async Task S12_anonymous_rest_destructured(SpanRoute route)
    {
        await using var scenario = new Scenario("12-anonymous-rest-destructured.json", route);

        var arrow = (int x) => x;
        Mlflow.Trace(arrow)(1);
        Mlflow.Trace((int a) => a)(7);
        Mlflow.Trace((int[] args) => args.Length, name: "rest")([1, 2, 3]);
        Mlflow.Trace((Pair pair, int? c) => pair.A, name: "destr")(new Pair(1, 2), null);
        Mlflow.Trace(() => { }, name: "noargs")();
        Mlflow.Trace((int a) => a, name: "extra")(1);

        await scenario.AssertSentAsync(
        [
            .. Difference.Inputs(3, new JObject { ["pair"] = new JObject { ["A"] = 1, ["B"] = 2 }, ["c"] = null }, """{"pair":{"A":1,"B":2},"c":null}"""),
            new("[4].spans[0]", "outputs", null), // a function without a result has none
            new("[4]", "response_preview", null),
        ]);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S13_circular_and_odd_values(SpanRoute route)
    {
        await using var scenario = new Scenario("13-circular-and-odd-values.json", route);
        var cycle = new Cycle();
        var value = new
        {
            cyc = cycle,
            map = new Dictionary<string, int> { ["k"] = 1 },
            set = new HashSet<int> { 1 },
            fn = new Action(() => { }),
            err = new InvalidOperationException("e"),
            buf = "hi"u8.ToArray(),
            inst = new Instance(),
            inf = double.PositiveInfinity,
        };

        var odd = Mlflow.Trace((object v) => v, name: "odd");

        Assert.AreSame(value, odd(value));
        var ours = new JObject
        {
            ["cyc"] = new JObject { ["Name"] = "c", ["Self"] = "<cycle: FunctionScenarioTests.Cycle>" },
            ["map"] = new JObject { ["k"] = 1 },
            ["set"] = new JArray(1),
            ["fn"] = "<Action>",
            ["err"] = new JObject { ["type"] = "System.InvalidOperationException", ["message"] = "e", ["stackTrace"] = null },
            ["buf"] = "aGk=",
            ["inst"] = new JObject { ["X"] = 1 },
            ["inf"] = "Infinity",
        };
        await scenario.AssertSentAsync(
        [
            .. Difference.Inputs(0, new JObject { ["v"] = ours }, new JObject { ["v"] = ours }.ToString(Newtonsoft.Json.Formatting.None)),
            .. Difference.Outputs(0, ours, ours.ToString(Newtonsoft.Json.Formatting.None)),
        ]);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S18_class_method_decorator(SpanRoute route)
    {
        await using var scenario = new Scenario("18-class-method-decorator.json", route);

        var result = Mlflow.Trace<string, string>(new Service("pre-").Run, name: "svc_run", spanType: SpanType.Agent)("q");

        await scenario.AssertSentAsync();
        Assert.AreEqual((string?)scenario.Observed["result"], result);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S28_promise_like_thenable(SpanRoute route)
    {
        await using var scenario = new Scenario("28-promise-like-thenable.json", route);

        var awaited = await Mlflow.Trace(() => new Thenable("thenable"), name: "th")();

        await scenario.AssertSentAsync(Difference.Outputs(0, new JObject { ["Tag"] = "thenable" }, """{"Tag":"thenable"}"""));
        Assert.AreEqual((int)scenario.Observed["awaited"]!, awaited);
    }

    [TestMethod]
    [BothRoutes]
    public async Task S29_async_generator(SpanRoute route)
    {
        await using var scenario = new Scenario("29-async-generator.json", route);
        var items = new List<int>();

        await foreach (var item in Mlflow.Trace((int n) => Generate(n), name: "gen")(3))
        {
            items.Add(item);
        }

        await scenario.AssertSentAsync(
        [
            .. Difference.Outputs(0, new JArray(0, 1, 2), "[0,1,2]"),
            new("[0].spans[0]", "events", new JArray(items.Select(item => new JObject
            {
                ["name"] = $"mlflow.chunk.item.{item}",
                ["attributes"] = new JObject { ["mlflow.chunk.value"] = $"{item}" },
            }))),
        ]);
        CollectionAssert.AreEqual(scenario.Observed["out"]!.Values<int>().ToArray(), items);

        static async IAsyncEnumerable<int> Generate(int n)
        {
            for (var i = 0; i < n; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    [TestMethod]
    [BothRoutes]
    public async Task S31_non_error_throw(SpanRoute route)
    {
        await using var scenario = new Scenario("31-non-error-throw.json", route);
        var thrown = new InvalidOperationException((string)scenario.Observed["caught"]!); // C# throws exceptions only

        Assert.ThrowsExactly<InvalidOperationException>(() => Mlflow.Trace(int () => throw thrown, name: "f")());

        await scenario.AssertSentAsync(Difference.Thrown("[0].spans[0]", thrown));
    }

    private sealed record Pair(int A, int B);

    private sealed class Cycle
    {
        public string Name { get; } = "c";

        public Cycle Self => this;
    }

    private sealed class Instance
    {
#pragma warning disable CA1823, IDE0051, CS0414 // what the recorded program shows, and this one does not
        private readonly int _y = 2;
#pragma warning restore CA1823, IDE0051, CS0414

        public int X { get; } = 1;
    }

    private sealed class Service(string prefix)
    {
        public string Run(string q) => prefix + q;
    }

    private sealed record Thenable(string Tag)
    {
        public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter() => Task.FromResult(5).GetAwaiter();
    }
}
