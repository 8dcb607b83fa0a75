using System.Runtime.CompilerServices;
using MLflow.Tracing.Capture;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>Whatever the size of a value, its JSON is valid, bounded, and says what it leaves out.</summary>
[TestClass]
public sealed class BudgetTests
{
    private const int Megabytes = 1024 * 1024;

    [TestMethod]
    public void A_list_100000_deep_is_cut_at_the_depth_budget()
    {
        var head = new Linked();
        var last = head;
        for (var i = 0; i < 100_000; i++)
        {
            last = last.Next = new Linked { Number = i };
        }

        var json = new CaptureBench().Json(head);

        Assert.Contains("\"Next\":\"<max depth>\"", json);
        Assert.AreEqual(16, json.Count(static character => character == '{'));
    }

    [TestMethod]
    public void Tokens_and_elements_deeper_than_the_budget_are_cut()
    {
        const int Depth = 3_000;
        var text = new string('[', Depth) + new string(']', Depth);
        using var document = System.Text.Json.JsonDocument.Parse(text, new System.Text.Json.JsonDocumentOptions { MaxDepth = Depth });
        using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = null };
        var bench = new CaptureBench();

        Assert.Contains("<max depth>", bench.Json(document.RootElement));
        Assert.Contains("<max depth>", bench.Json(JToken.Load(reader)));
    }

    [TestMethod]
    public void A_converter_that_recurses_without_end_is_stopped()
    {
        var bench = new CaptureBench();
        var endless = new Endless();

        var json = bench.Json(new { Before = 1, Endless = endless, After = 2 });

        Assert.AreEqual("{\"Before\":1,\"Endless\":\"<BudgetTests.Endless: over budget>\",\"After\":2}", json);
    }

    [TestMethod]
    public void A_cycle_is_named_where_it_closes()
    {
        var node = new Linked { Number = 1 };
        node.Next = new Linked { Number = 2, Next = node };

        Assert.AreEqual("{\"Number\":1,\"Next\":{\"Number\":2,\"Next\":\"<cycle: BudgetTests.Linked>\"}}", new CaptureBench().Json(node));
    }

    [TestMethod]
    public void The_same_object_twice_is_no_cycle()
    {
        var shared = new Linked { Number = 1 };

        Assert.AreEqual("[{\"Number\":1,\"Next\":null},{\"Number\":1,\"Next\":null}]", new CaptureBench().Json(new[] { shared, shared }));
    }

    [TestMethod]
    public void Items_beyond_the_budget_are_counted()
    {
        var bench = new CaptureBench(static options => options.CaptureMaxItems = 2);
        const string Cut = "[1,2,\"…<+3 more items>\"]";

        Assert.AreEqual(Cut, bench.Json(new[] { 1, 2, 3, 4, 5 }));
        Assert.AreEqual(Cut, bench.Json(new List<int> { 1, 2, 3, 4, 5 }));
        Assert.AreEqual(Cut, bench.Json(new object[] { 1, 2, 3, 4, 5 }));
        Assert.AreEqual(Cut, bench.Json(new SortedSet<int> { 1, 2, 3, 4, 5 }));
        Assert.AreEqual(Cut, bench.Json(new ReadOnlyMemory<int>([1, 2, 3, 4, 5])));
        Assert.AreEqual(Cut, bench.Json(JArray.Parse("[1,2,3,4,5]")));
        Assert.AreEqual(Cut, bench.Json(System.Text.Json.JsonSerializer.SerializeToElement(new[] { 1, 2, 3, 4, 5 })));
        Assert.AreEqual(Cut, bench.Json(System.Text.Json.Nodes.JsonNode.Parse("[1,2,3,4,5]")));
        Assert.AreEqual("{\"a\":1,\"b\":2,\"…\":\"…<+1 more entries>\"}", bench.Json(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2, ["c"] = 3 }));
        Assert.AreEqual("{\"A\":1,\"B\":2,\"…\":\"…<+1 more members>\"}", bench.Json(new { A = 1, B = 2, C = 3 }));
    }

    [TestMethod]
    public void Characters_beyond_the_budget_are_counted()
    {
        var bench = new CaptureBench(static options => options.CaptureMaxCharacters = 10);

        Assert.AreEqual("\"0123456789\"", bench.Json("0123456789"));
        Assert.AreEqual("\"0123456789… (+3 characters)\"", bench.Json("0123456789abc"));
        Assert.AreEqual("\"012345678… (+3 characters)\"", bench.Json("012345678😀a"), "a pair is never cut in two");
        Assert.AreEqual("[\"012345678… (+1 characters)\",\"…<+1 more items>\"]", bench.Json(new object[] { "0123456789", 1 }));
    }

    [TestMethod]
    public void A_string_of_50_MB_is_neither_copied_nor_held()
    {
        var bench = new CaptureBench();
        var huge = new string('x', 50 * Megabytes);
        _ = bench.Capture("warm up" + new string('y', 200_000));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var captured = bench.Capture(huge);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.IsLessThan(Megabytes, allocated);
        Assert.EndsWith($"xxx… (+{huge.Length - 100_000} characters)\"", captured.ToJson());
    }

    [TestMethod]
    public void A_flat_object_with_a_huge_string_is_cut_at_once_instead_of_held()
    {
        var (captured, weak, allocated) = CaptureAndForget(new CaptureBench());

        GC.Collect();

        Assert.IsLessThan(4 * Megabytes, allocated);
        Assert.IsFalse(weak.IsAlive, "the queue holds on to 50 MB");
        Assert.Contains(" characters)", CaptureBench.Checked(captured.ToJson()));
    }

    [TestMethod]
    public void Bytes_beyond_the_budget_are_counted()
    {
        var bench = new CaptureBench(static options => options.CaptureMaxCharacters = 8);

        Assert.AreEqual("\"AAAAAAAA… (+94 bytes)\"", bench.Json(new byte[100]));
        Assert.AreEqual("\"AAAAAAAA… (+94 bytes)\"", bench.Json(new ReadOnlyMemory<byte>(new byte[100])));
    }

    [TestMethod]
    public void A_spent_time_budget_ends_the_walk()
    {
        var bench = new CaptureBench(static options => options.CaptureTimeBudget = TimeSpan.Zero);

        var json = bench.Json(Enumerable.Range(0, 100).Select(static number => new { number }).ToList());

        Assert.Contains("more items: time budget>", json);
        Assert.IsLessThan(400, json.Length);
    }

    [TestMethod]
    public void Budgets_without_sense_are_raised_to_the_least_that_has()
    {
        var bench = new CaptureBench(static options =>
        {
            options.CaptureMaxDepth = -1;
            options.CaptureMaxItems = 0;
            options.CaptureMaxCharacters = -5;
            options.CaptureTimeBudget = TimeSpan.FromSeconds(-1);
        });

        Assert.AreEqual("\"a… (+1 characters)\"", bench.Json("ab"));
        Assert.AreEqual(1, bench.Policy.MaxDepth);
        Assert.AreEqual(0, bench.Policy.TimeBudgetMilliseconds);
    }

    [TestMethod]
    public void A_walk_after_a_cut_one_starts_anew()
    {
        var tight = new CaptureBench(static options => options.CaptureMaxCharacters = 5);
        _ = tight.Json(new object[] { "too long for it", new[] { 1 } });

        Assert.AreEqual("[\"too long for it\",[1]]", new CaptureBench().Json(new object[] { "too long for it", new[] { 1 } }));
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // its locals are gone when it returns
    private static (CapturedValue Captured, WeakReference Text, long Allocated) CaptureAndForget(CaptureBench bench)
    {
        var holder = new Holder { Text = new string('x', 50 * Megabytes) };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var captured = bench.Capture(holder);
        return (captured, new WeakReference(holder.Text), GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal sealed class Linked
    {
        public int Number { get; set; }

        public Linked? Next { get; set; }
    }

    internal sealed class Holder
    {
        public string? Text { get; set; }
    }

    [JsonConverter(typeof(EndlessConverter))]
    internal sealed class Endless;

    internal sealed class EndlessConverter : JsonConverter<Endless>
    {
        public override Endless? ReadJson(JsonReader reader, Type objectType, Endless? existingValue, bool hasExistingValue, JsonSerializer serializer)
            => throw new NotSupportedException();

        public override void WriteJson(JsonWriter writer, Endless? value, JsonSerializer serializer)
        {
            writer.WriteStartArray();
            WriteJson(writer, value, serializer);
        }
    }
}
