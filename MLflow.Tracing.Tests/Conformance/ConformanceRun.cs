using System.Collections.Concurrent;
using System.Reflection;
using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Conformance;

/// <summary>Notes what every test of a run says about the matrix, and writes the page at its end. A run of some of the tests leaves the page alone.</summary>
[TestClass]
public static class ConformanceRun
{
    private static readonly ConcurrentDictionary<MethodInfo, bool> s_isRelevant = [];
    private static readonly ConcurrentQueue<MethodInfo> s_runs = [];
    private static readonly ConcurrentQueue<LedgerEntry> s_ledger = [];

    [GlobalTestCleanup]
    public static void Note(TestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        MethodInfo? test = typeof(ConformanceRun).Assembly.GetType(context.FullyQualifiedTestClassName!)?.GetMethod(context.TestName!);
        if (test is null || !IsRelevant(test))
        {
            return;
        }

        // A gate that could not judge leaves the page to a machine on which it can; another test that was not decided only proves nothing.
        bool isDecided = context.CurrentTestOutcome != UnitTestOutcome.Inconclusive;
        if (isDecided || LedgerEntry.GateOf(test) is null)
        {
            s_runs.Enqueue(test);
        }

        if (isDecided)
        {
            s_ledger.Enqueue(LedgerEntry.Of(test, context.TestData ?? [], context.CurrentTestOutcome == UnitTestOutcome.Passed));
        }
    }

    [AssemblyCleanup]
    public static void WritePage(TestContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string[] notRun = NotRun();
        if (notRun.Length > 0)
        {
            context.DisplayMessage(MessageLevel.Informational, $"docs/conformance.md is left as it is: {notRun.Length} of its tests were not run in full, such as {string.Join(", ", notRun.Take(3))}.");
            return;
        }

        RowResult[] results = [.. ConformanceMatrix.Rows.Select(row => RowResult.Of(row, s_ledger))];
        File.WriteAllText(Path.Combine(Repository.Root, "docs", "conformance.md"), ConformancePage.Of(results));
        string[] unproven = [.. results.Where(r => r.Status is RowResult.Missing or RowResult.Fails).Select(r => $"{r.Row.Id} {r.Status}")];
        context.DisplayMessage(MessageLevel.Informational, $"docs/conformance.md is written. Unproven rows: {(unproven.Length == 0 ? "none" : string.Join(", ", unproven))}.");
    }

    private static string[] NotRun()
    {
        Dictionary<MethodInfo, int> runs = s_runs.CountBy(static test => test).ToDictionary();
        return
        [
            .. from type in typeof(ConformanceRun).Assembly.GetTypes()
               where type.IsDefined(typeof(TestClassAttribute))
               from test in type.GetMethods()
               where test.IsDefined(typeof(TestMethodAttribute)) && IsRelevant(test) && runs.GetValueOrDefault(test) < RunsOf(test)
               select $"{type.Name}.{test.Name}",
        ];
    }

    private static int RunsOf(MethodInfo test) => Math.Max(1, DataOf(test).Count());

    private static bool IsRelevant(MethodInfo test) => s_isRelevant.GetOrAdd(test, static t =>
        LedgerEntry.IdsOf(t.Name).Count > 0 || LedgerEntry.GateOf(t) is not null || DataOf(t).Any(row => row.OfType<string>().Any(text => LedgerEntry.IdsOf(text).Count > 0)));

    private static IEnumerable<object?[]> DataOf(MethodInfo test) => test.GetCustomAttributes().OfType<ITestDataSource>().SelectMany(s => s.GetData(test));
}
