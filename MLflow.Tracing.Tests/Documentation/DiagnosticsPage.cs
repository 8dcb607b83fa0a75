using System.Reflection;
using System.Text;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Tests.Documentation;

/// <summary>Writes <c>docs/diagnostics.md</c>: every text of the catalogues, with the names of parameters where a message has values.</summary>
internal static class DiagnosticsPage
{
    private const string Introduction = """
        # Diagnostics

        Everything the weaver and the run-time library complain about has an id. This page has the words of the messages; *italics* stand for what a message fills in.
        It is generated from the catalogues that the messages are made from, `MLflow.Tracing.Weaver/Diagnostics` and `MLflow.Tracing.Core/Complaints`.

        * **MLT001 to MLT099** come from the weaver, in the build or from the command. Wrong configuration is an error; everything else is at most a warning, and
          `NoWarn`, `WarningsAsErrors` and `.editorconfig` apply to it as to a compiler's warning.
        * **MLT1xx to MLT5xx** come from the run-time library: 1xx configuration and start, 2xx recording, 3xx capture of values, 4xx delivery, 5xx calls of language models. They are
          warnings and never fail the program. Each is counted in `Mlflow.Diagnostics.Counts`, raised as `Mlflow.Diagnostics.Reported`, and written to standard error at most once an id in 30 seconds.

        """;

    private static readonly (char Hundred, string Title)[] s_sections =
        [('0', "Weaver"), ('1', "Configuration and start"), ('2', "Recording"), ('3', "Capture of values"), ('4', "Delivery"), ('5', "Calls of language models")];

    /// <summary>One row a text, in the order of the ids.</summary>
    public static IReadOnlyList<DiagnosticsRow> Rows { get; } =
    [
        .. TextsOf<DiagnosticText>(typeof(DiagnosticText)).Select(static text => DiagnosticsRow.Of(text.Id, Severity(text), text.Subject, text.Cause, text.Remedy))
            .Concat(TextsOf<Complaint>(typeof(Complaint)).Select(static text => DiagnosticsRow.Of(text.Id, "warning", text.Subject, text.Cause, text.Remedy)))
            .OrderBy(static row => row.Id, StringComparer.Ordinal),
    ];

    public static string Write()
    {
        var page = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var (hundred, title) in s_sections)
        {
            page.Append($"\n## {title}\n\n| id | severity | what happened | what to do |\n|---|---|---|---|\n");
            foreach (var texts in Rows.Where(row => row.Id[3] == hundred).GroupBy(static row => row.Id))
            {
                page.AppendJoin("", texts.Select(static (row, index) => row.ToMarkdown(isFirst: index == 0)));
            }
        }

        return page.ToString();
    }

    // A catalogue is a static class beside the type of its texts; a text is made by a method whose parameters are what varies.
    private static IEnumerable<TText> TextsOf<TText>(Type beside) => beside.Assembly.GetTypes()
        .Where(type => type.Namespace == beside.Namespace && type is { IsAbstract: true, IsSealed: true })
        .SelectMany(static catalogue => catalogue.GetMethods(BindingFlags.Static | BindingFlags.Public))
        .OrderBy(static method => method.MetadataToken)
        .Select(static method => (TText)method.Invoke(null, [.. method.GetParameters().Select(static parameter => DiagnosticsRow.Placeholder(parameter.Name!))])!);

    private static string Severity(DiagnosticText text)
    {
        var severity = text.Severity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            _ => "information",
        };
        return text.SeverityNote is null ? severity : $"{severity}; {text.SeverityNote}";
    }
}
