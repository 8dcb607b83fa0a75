using Quickstart;
using Quickstart.Agents;
using Quickstart.Retrieval;
using Quickstart.Tools;

namespace MLflow.Tracing.Tests.Samples;

[TestClass]
public sealed class DocumentationAgentTests
{
    [TestMethod]
    [DataRow("What do README.md and docs/design.md say?", "README.md docs/design.md")]
    [DataRow("Is global.json older than global.json?", "global.json")]
    [DataRow("How many files are there?", ".")]
    [DataRow("When was it written?", ".")]
    [DataRow("How are spans recorded?", "best.md")]
    public void Question_when_planned_names_what_to_measure(string question, string paths)
        => Assert.AreEqual(paths, string.Join(' ', ToolPlanner.PathsToMeasure(question, bestFile: "best.md")));

    [TestMethod]
    public void Question_when_planned_without_a_passage_measures_nothing()
        => Assert.IsEmpty(ToolPlanner.PathsToMeasure("How are spans recorded?", bestFile: null));

    [TestMethod]
    public async Task Question_when_answered_is_extracted_from_the_best_passages_with_facts_and_sources()
    {
        using var folder = Documents();

        var answer = await AgentOver(folder).AnswerAsync("Who records spans?");

        Assert.AreEqual("The recorder records spans.", answer.Text);
        CollectionAssert.AreEqual(new[] { "docs/spans.md:3" }, answer.Sources.ToArray());
        Assert.HasCount(1, answer.Facts);
        Assert.StartsWith("docs/spans.md: 4 lines, 13 words", answer.Facts[0]);
    }

    [TestMethod]
    public async Task Tool_that_fails_when_called_leaves_an_answer_that_says_so()
    {
        using var folder = Documents();

        var answer = await AgentOver(folder).AnswerAsync("Does missing.md say who records spans?");

        Assert.AreEqual("The recorder records spans.", answer.Text);
        CollectionAssert.AreEqual(new[] { "missing.md: not measured. The folder has no file 'missing.md'." }, answer.Facts.ToArray());
    }

    [TestMethod]
    public async Task Question_about_something_else_when_answered_is_declined()
    {
        using var folder = Documents();

        var answer = await AgentOver(folder).AnswerAsync("Which zebra?");

        Assert.AreEqual("Answer: The documents say nothing about that.", answer.ToString());
    }

    [TestMethod]
    public async Task Folder_when_indexed_in_parallel_gives_the_same_ranking_each_time()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 60; i++)
        {
            folder.Write($"{i:00}.md", "Every document says that spans are recorded.");
        }

        var first = await new PassageIndexer(new DocumentFolder(folder.Path)).IndexAsync();
        var second = await new PassageIndexer(new DocumentFolder(folder.Path)).IndexAsync();

        Assert.AreEqual(60, first.Files);
        Assert.AreEqual(60, first.Passages);
        CollectionAssert.AreEqual(first.Rank("spans", 60).ToList(), second.Rank("spans", 60).ToList());
        Assert.AreEqual("00.md", first.Rank("spans", 1)[0].File);
    }

    [TestMethod]
    public void Command_line_when_empty_asks_the_default_question_of_the_current_folder()
    {
        var commandLine = CommandLine.Parse([]);

        CollectionAssert.AreEqual(new[] { CommandLine.DefaultQuestion }, commandLine.Questions.ToArray());
        Assert.AreEqual(".", commandLine.Folder);
        Assert.IsNull(commandLine.Error);
    }

    [TestMethod]
    public void Command_line_when_full_gives_questions_and_folder()
    {
        var commandLine = CommandLine.Parse(["One?", "--folder", "docs", "Two?"]);

        CollectionAssert.AreEqual(new[] { "One?", "Two?" }, commandLine.Questions.ToArray());
        Assert.AreEqual("docs", commandLine.Folder);
    }

    [TestMethod]
    [DataRow("--folder")]
    [DataRow("--depth")]
    public void Command_line_when_wrong_says_what(string argument)
        => Assert.Contains(argument, CommandLine.Parse([argument]).Error ?? "no error");

    private static TemporaryFolder Documents() => new TemporaryFolder()
        .Write("docs/spans.md", "# Spans\n\nThe recorder records spans. It is fast.\nWhoever waits does nothing.\n")
        .Write("code.cs", "/// <summary>Talks to the server about other things.</summary>\npublic class Server;\n");

    private static DocumentationAgent AgentOver(TemporaryFolder folder)
    {
        var documents = new DocumentFolder(folder.Path);
        return new DocumentationAgent(new PassageRetriever(new PassageIndexer(documents)), new FileStatisticsTool(documents));
    }
}
