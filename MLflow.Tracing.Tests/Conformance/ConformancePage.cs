using System.Text;

namespace MLflow.Tracing.Tests.Conformance;

/// <summary>Writes <c>docs/conformance.md</c>. Equal results give equal text.</summary>
internal static class ConformancePage
{
    private const string Head = """
        # Conformance

        What weaving does with each method shape and each condition of a build that is known to break weavers. The test run writes this page from its results when
        every test that belongs to it was run; it is not edited by hand.

        * **holds**: the tests named in the row passed, and so did the gates on the whole fixtures that contain its methods.
        * **refused by design**: the weaver leaves the method or the assembly as it is and says so with the diagnostic; a test asserts it.
        * **not run here**: the condition cannot be made on the test machine; the tests named are the nearest that can.

        | gate | what it asks of a woven assembly, compared with the unwoven one |
        |---|---|
        | D | Does the program do the same, with tracing off, on and sampled out: results, order, exceptions, lines of stack traces? |
        | I | Does the decompiler's reader find the evaluation stacks in order? |
        | J | Does the runtime compile every method? |
        | M | Does mono's verifier find nothing new? (netstandard2.0 and net472) |
        | P | Do symbols name the same lines, locals, scopes and await points? |
        | S | Are the spans right: one a call, ended once, with parent, inputs, outputs and error? |

        C# is built for net10.0, netstandard2.0 and net472, the other languages for net10.0; each in Debug and in Release, unless a row says otherwise. A dash stands for
        assemblies that the tests make themselves.
        """;

    public static string Of(IEnumerable<RowResult> results)
    {
        RowResult[] rows = [.. results];
        var page = new StringBuilder(Head).Append("\n\n");
        page.AppendJoin(", ", rows.CountBy(r => r.Status.Split(" (")[0]).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Value} {s.Key}"));
        page.Append(".\n\n| id | status | shape | gates | builds | tests |\n|---|---|---|---|---|---|\n");
        foreach (RowResult row in rows)
        {
            page.Append("| ").AppendJoin(" | ", row.Row.Id, row.Status, ShapeOf(row.Row), OrDash(string.Join(' ', row.Gates)), OrDash(BuildsOf(row.Fixtures)), OrDash(string.Join("<br>", row.Tests))).Append(" |\n");
        }

        return page.ToString();
    }

    private static string ShapeOf(MatrixRow row) => row.NotRunBecause is { } reason ? $"{row.Shape}. Not run: {reason}." : row.Shape;

    private static string OrDash(string text) => text.Length == 0 ? "–" : text;

    // "C# net10.0 net472; F# net10.0 (Release)"
    private static string BuildsOf(IReadOnlyList<string> fixtures)
    {
        var targets = from fixture in fixtures
                      let parts = fixture.Split('-')
                      group parts[1] by (Language: LanguageOf(parts[0]), Framework: parts[2]) into builds
                      orderby builds.Key.Language, builds.Key.Framework
                      group builds.Key.Framework + (builds.Distinct().Count() == 1 ? $" ({builds.First()})" : "") by builds.Key.Language into languages
                      select $"{languages.Key} {string.Join(' ', languages)}";
        return string.Join("; ", targets);
    }

    private static string LanguageOf(string project) => project switch
    {
        "Shapes" => "C#",
        "ShapesVisualBasic" => "VB",
        "ShapesFSharp" => "F#",
        "ShapesIL" => "IL",
        _ => project,
    };
}
