using System.Reflection;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.ForeignCode;

/// <summary>Every method of real libraries, woven: as sound as before to gates I and J, and with the same results with tracing off and on.</summary>
[TestClass]
[TestCategory(LongRun.Category)]
public sealed class ForeignCodeTests
{
    private const int ShortRun = 3;

    // One library alone, for who looks into it: FOREIGN_CODE=Castle.Core build/long-tests.sh ForeignCode
    private static readonly string? s_only = Environment.GetEnvironmentVariable("FOREIGN_CODE");

    private static readonly ForeignCodeTable s_table = new();

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Weaves
        => from assembly in LongRun.IsOn ? ForeignAssembly.All.Where(a => s_only is null || a.Name == s_only) : ForeignAssembly.All.Take(ShortRun)
           from byRule in new[] { false, true }
           select new object[] { assembly.Name, byRule ? "by rule" : "by attributes" };

    [TestMethod]
    [DynamicData(nameof(Weaves))]
    public async Task Library_of_which_everything_is_woven_is_sound_and_behaves_as_before(string name, string how)
    {
        ForeignAssembly assembly = ForeignAssembly.All.Single(a => a.Name == name);
        ForeignWeave weave = how == "by rule" ? ForeignWeave.ByRule(assembly.Path) : ForeignWeave.ByAttributes(assembly.Path);
        string[] il = [.. new IlReaderGate().Check(weave.Path, assembly.Path).NewFindings];
        string[] compiled = [.. new PrepareGate(includesNetFramework: false).Check(weave.Path, assembly.Path).NewFindings];

        IReadOnlyList<string> expected = await DriveAsync(assembly, assembly.Path);
        IReadOnlyList<string> off = await DriveAsync(assembly, weave.Path);
        var spans = new SpanCount();
        IReadOnlyList<string> on = await TracedAsync(spans, () => DriveAsync(assembly, weave.Path));

        s_table.Add(assembly, how, weave, il.Length, compiled.Length, expected.SequenceEqual(off), expected.SequenceEqual(on), spans.Count);
        Assert.IsEmpty(il, string.Join("\n", il.Take(20)));
        Assert.IsEmpty(compiled, string.Join("\n", compiled.Take(20)));
        Assert.AreEqual(string.Join("\n", expected), string.Join("\n", off));
        Assert.AreEqual(string.Join("\n", expected), string.Join("\n", on));
        Assert.IsGreaterThan(0, spans.Count, "the driver called nothing that is woven");
    }

    [ClassCleanup]
    public static void PrintTable() => s_table.Print();

    private static async Task<IReadOnlyList<string>> DriveAsync(ForeignAssembly assembly, string path)
    {
        var results = new List<string>();
        foreach (MethodInfo driver in assembly.LoadDrivers(Path.GetDirectoryName(path)!))
        {
            Scenario result = await Scenario.RunAsync(driver);
            Assert.IsNull(result.Failure, $"{driver.Name} is to catch what it provokes");
            results.Add(result.Text!);
        }

        return results;
    }

    private static async Task<IReadOnlyList<string>> TracedAsync(SpanCount spans, Func<Task<IReadOnlyList<string>>> drive)
    {
        // Every call of a compiler's insides is captured: small values will do.
        var options = new MlflowOptions { MaxSpansPerTrace = 500, CaptureMaxDepth = 3, CaptureMaxItems = 10, CaptureMaxCharacters = 1000, CaptureTimeBudget = TimeSpan.FromMilliseconds(1) };
        using var runtime = new TracingRuntime(options, [spans], new TracingDiagnostics { Output = null });
        Mlflow.Use(runtime);
        try
        {
            IReadOnlyList<string> results = await drive();
            Assert.IsNull(Mlflow.CurrentSpan, "an ambient span was left behind");
            await runtime.FlushAsync(TimeSpan.FromMinutes(1));
            return results;
        }
        finally
        {
            Mlflow.Use(null);
        }
    }

    /// <summary>Counts spans and keeps none: woven libraries make hundreds of thousands.</summary>
    private sealed class SpanCount : ITraceExporter
    {
        private int _count;

        public int Count => _count;

        public Task<ExportResult> ExportAsync(IReadOnlyList<Model.Trace> traces, CancellationToken cancellationToken)
        {
            Interlocked.Add(ref _count, traces.Sum(t => t.Spans.Count));
            return Task.FromResult(new ExportResult(traces.Count, 0));
        }

        public void Dispose()
        {
        }
    }
}
