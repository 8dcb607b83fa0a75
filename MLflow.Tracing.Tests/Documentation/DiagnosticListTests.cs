using System.Text.RegularExpressions;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Tests.Snapshots;

namespace MLflow.Tracing.Tests.Documentation;

[TestClass]
public sealed partial class DiagnosticListTests
{
    private static readonly string s_page = Path.Combine(Repository.Root, "docs", "diagnostics.md");

    [TestMethod]
    public void Page_when_generated_is_the_committed_one()
    {
        var generated = DiagnosticsPage.Write();
        if (Environment.GetEnvironmentVariable(Snapshot.AcceptVariable) == "true")
        {
            File.WriteAllText(s_page, generated);
        }

        Assert.AreEqual(generated, File.ReadAllText(s_page).ReplaceLineEndings("\n"), $"docs/diagnostics.md is generated. Run this test with {Snapshot.AcceptVariable}=true to write it, and read the change.");
    }

    [TestMethod]
    public void Every_text_has_a_cause_and_a_remedy_that_are_sentences()
    {
        var odd = DiagnosticsPage.Rows.Where(static row => !IsSentence(row.Cause) || !IsSentence(row.Remedy)).Select(static row => $"{row.Id}: {row.Cause} | {row.Remedy}");

        Assert.IsGreaterThan(60, DiagnosticsPage.Rows.Count);
        Assert.AreEqual("", string.Join(Environment.NewLine, odd));
    }

    [TestMethod]
    public void Severity_when_an_id_has_several_texts_is_one()
        => Assert.IsEmpty(DiagnosticsPage.Rows.GroupBy(static row => row.Id).Where(static texts => texts.Select(static row => row.Severity.Split(';')[0]).Distinct().Count() > 1));

    [TestMethod]
    public void Id_when_in_the_sources_stands_in_a_catalogue_only()
        => Assert.AreEqual("", string.Join(", ", SourceFiles().Where(static file => QuotedId().IsMatch(File.ReadAllText(file))).Select(static file => Path.GetFileName(file))));

    // A text ends like a sentence, or with what a message fills in.
    private static bool IsSentence(string text) => text[^1] is '.' or '\u0003';

    private static IEnumerable<string> SourceFiles()
        => new[] { "MLflow.Tracing.Core", "MLflow.Tracing.Weaver" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(static folder => folder is "obj" or "Diagnostics" or "Complaints"));

    [GeneratedRegex("\"MLT[0-9]{3}")]
    private static partial Regex QuotedId();
}
