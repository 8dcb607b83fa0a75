using System.Globalization;
using MLflow.Tracing.Cli.Inspection;
using MLflow.Tracing.Export;
using MLflow.Tracing.Weaver.Reporting;
using MLflow.Tracing.Weaver.Selection;
using Spectre.Console;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>What <c>inspect</c> found, for people: a table for each assembly that is woven or would be.</summary>
internal sealed class InspectionTables
{
    /// <summary>Enough to tell rules apart by eye; the JSON has them all.</summary>
    private const int HashDigits = 12;

    private readonly IAnsiConsole _console;

    public InspectionTables(TextWriter output)
    {
        var style = TreeStyle.OfConsole();
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = style.HasColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = style.HasColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        });
        _console.Profile.Width = style.Width;
    }

    public void Print(IReadOnlyList<InspectedAssembly> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            if (assembly.Mark is { } mark)
            {
                PrintWoven(assembly, mark);
            }

            if (assembly.WouldDo is { } report)
            {
                PrintPlan(PrintedPath.Of(assembly.Path), report);
            }
        }

        _console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Woven: {assemblies.Count(static assembly => assembly.Mark is not null)} of {assemblies.Count} assemblies, {assemblies.Sum(static assembly => assembly.Methods.Count)} methods."));
    }

    private void PrintWoven(InspectedAssembly assembly, WovenMarking mark)
    {
        _console.WriteLine($"{PrintedPath.Of(assembly.Path)}: woven by {mark.EngineVersion}, rules {mark.ConfigurationHash[..Math.Min(HashDigits, mark.ConfigurationHash.Length)]}");
        foreach (var (name, value) in new[] { ("tracking URI", mark.TrackingUri), ("experiment", mark.ExperimentName ?? mark.ExperimentId) })
        {
            if (value is not null)
            {
                _console.WriteLine($"  {name} {value}");
            }
        }

        if (assembly.TracesLlmCalls)
        {
            _console.WriteLine("  traces calls of language models");
        }

        if (assembly.Methods.Count == 0)
        {
            return;
        }

        var table = NewTable("Method", "Span", "Type", "Strategy");
        foreach (var method in assembly.Methods)
        {
            AddRow(table, method.Function, method.SpanName, method.SpanType, method.Strategy is { } strategy ? NameOf(strategy) : "not used");
        }

        _console.Write(table);
    }

    private void PrintPlan(string path, WeavingReport report)
    {
        var llmCalls = report.TracesLlmCalls ? ", and trace calls of language models" : "";
        _console.WriteLine(report.Note is { } note ? $"{path}: {note}" : $"{path}: would weave {Digits(report.CountOf(MethodOutcome.Woven))} methods, and skip {Digits(report.CountOf(MethodOutcome.Skipped))}{llmCalls}");
        var asked = report.Methods.Where(static method => method.Outcome != MethodOutcome.NotAskedFor).ToList();
        if (asked.Count == 0)
        {
            return;
        }

        var table = NewTable("Method", "Outcome", "How, or why not");
        foreach (var method in asked)
        {
            AddRow(table, method.FullName, OutcomeOf(method), WhyOf(method));
        }

        _console.Write(table);
    }

    private static string OutcomeOf(ReportedMethod method) => method.Outcome switch
    {
        MethodOutcome.Woven => "weave",
        MethodOutcome.Skipped => "skip",
        MethodOutcome.LeftOut => "leave out",
        _ => "exclude",
    };

    private static string WhyOf(ReportedMethod method) => method switch
    {
        { Reason: { } reason } => $"{reason.Id}: {reason.Text}",
        { Strategy: { } strategy, Span: { } span } => $"{NameOf(strategy)}, {span.SpanType} span '{span.Name}'",
        _ => method.ChosenBy ?? "",
    };

    private static string NameOf(WeavingStrategy strategy) => strategy switch
    {
        WeavingStrategy.Synchronous => "synchronous",
        WeavingStrategy.AsyncStateMachine => "async",
        WeavingStrategy.Iterator => "iterator",
        WeavingStrategy.TaskReturning => "task-returning",
        _ => "runtime async",
    };

    private static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        return table.AddColumns(columns);
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow([.. cells.Select(static cell => new Text(cell))]);

    private static string Digits(int count) => count.ToString(CultureInfo.InvariantCulture);
}
