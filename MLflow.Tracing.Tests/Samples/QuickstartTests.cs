namespace MLflow.Tracing.Tests.Samples;

/// <summary>The sample as its user meets it: built by a real build, started as a process, judged by what it prints and stores.</summary>
[TestClass]
public sealed class QuickstartTests
{
    [TestMethod]
    public async Task Default_question_when_asked_is_answered_and_traced_three_levels_deep()
    {
        using var folder = Documents();

        var run = await RunAsync(await QuickstartBuild.WovenAsync(), folder);

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.Contains("Answer: Async methods are woven inside their state machine.", run.Output);
        var trace = OnlyTraceIn(folder, run);
        Assert.AreEqual("OK", trace.State, trace.ToString());
        Assert.IsGreaterThanOrEqualTo(3, trace.Depth, trace.ToString());
        foreach (var type in new[] { "AGENT", "RETRIEVER", "TOOL", "CHAIN" })
        {
            Assert.Contains(type, trace.Spans.Select(span => span.Type), trace.ToString());
            Assert.Contains(type, run.Output, "The console tree lacks a type.");
        }
    }

    [TestMethod]
    public async Task Spans_when_stored_have_inputs_outputs_and_their_places_in_the_tree()
    {
        using var folder = Documents();

        var run = await RunAsync(await QuickstartBuild.WovenAsync(), folder, "How long is spans.md?");

        var trace = OnlyTraceIn(folder, run);
        var agent = trace.SpanOf("AGENT");
        var tool = trace.SpanOf("TOOL");
        Assert.AreEqual("AskAsync", trace.Root.Name, trace.ToString());
        Assert.AreEqual(trace.Root.Id, agent.ParentId, trace.ToString());
        Assert.AreEqual("DocumentationAgent.AnswerAsync", agent.Name);
        Assert.AreEqual("How long is spans.md?", (string?)agent.Inputs!["question"], trace.ToString());
        Assert.AreEqual(agent.Id, tool.ParentId, trace.ToString());
        Assert.AreEqual("FileStatisticsTool", tool.Name);
        Assert.AreEqual("spans.md", (string?)tool.Inputs!["path"], trace.ToString());
        Assert.AreEqual("docs/spans.md", (string?)tool.Outputs!["Path"], trace.ToString());
        Assert.AreEqual(3, (int?)tool.Outputs!["Lines"], trace.ToString());
        Assert.IsTrue(trace.Spans.All(span => span.Inputs is not null && span.Outputs is not null), trace.ToString());
    }

    [TestMethod]
    public async Task Rules_when_they_name_types_leave_the_rest_of_a_namespace_alone()
    {
        using var folder = Documents();

        var run = await RunAsync(await QuickstartBuild.WovenAsync(), folder);

        var trace = OnlyTraceIn(folder, run);
        CollectionAssert.AreEquivalent(
            new[]
            {
                "AskAsync", "DocumentationAgent.AnswerAsync", "PassageRetriever.RetrieveAsync", "PassageIndexer.IndexAsync",
                "ToolPlanner.PathsToMeasure", "FileStatisticsTool", "AnswerWriter.Write",
            },
            trace.Spans.Select(span => span.Name).ToArray(),
            trace.ToString());
    }

    [TestMethod]
    public async Task Several_questions_when_asked_are_traces_of_one_session()
    {
        using var folder = Documents();

        var run = await RunAsync(await QuickstartBuild.WovenAsync(), folder, "What is a span?", "What is a state machine?");

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        var traces = StoredTrace.ReadAll(folder.Path);
        CollectionAssert.AreEquivalent(
            new[] { "What is a span?", "What is a state machine?" },
            traces.Select(trace => (string?)trace.Root.Inputs!["question"]).ToArray());
        Assert.HasCount(1, traces.Select(trace => trace.SessionId).Distinct());
        Assert.IsNotNull(traces[0].SessionId);
    }

    [TestMethod]
    public async Task Tool_call_on_a_missing_file_is_an_error_span_of_a_trace_that_is_ok()
    {
        using var folder = Documents();

        var run = await RunAsync(await QuickstartBuild.WovenAsync(), folder, "Does missing.md say what a span is?");

        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.Contains("Answer: A span is one unit of work.", run.Output);
        Assert.Contains("Fact: missing.md: not measured. The folder has no file 'missing.md'.", run.Output);
        var trace = OnlyTraceIn(folder, run);
        var tool = trace.SpanOf("TOOL");
        Assert.AreEqual("STATUS_CODE_ERROR", tool.Status, trace.ToString());
        CollectionAssert.AreEqual(new[] { "System.IO.FileNotFoundException" }, tool.ExceptionTypes.ToArray(), trace.ToString());
        Assert.AreEqual("OK", trace.State, trace.ToString());
        Assert.IsTrue(trace.Spans.All(span => span == tool || span.Status == "STATUS_CODE_OK"), trace.ToString());
    }

    [TestMethod]
    public async Task Missing_folder_when_asked_about_is_one_line_an_exit_code_and_an_error_trace()
    {
        using var folder = Documents();

        var run = await RunAsync(await QuickstartBuild.WovenAsync(), folder, "What is a span?", "--folder", "nowhere");

        Assert.AreEqual(1, run.ExitCode, run.ToString());
        Assert.AreEqual($"The folder '{Path.Combine(folder.Path, "nowhere")}' does not exist.", run.Error.TrimEnd(), run.ToString());
        var trace = OnlyTraceIn(folder, run);
        Assert.AreEqual("ERROR", trace.State, trace.ToString());
        CollectionAssert.AreEqual(new[] { "System.IO.DirectoryNotFoundException" }, trace.Root.ExceptionTypes.ToArray(), trace.ToString());
    }

    [TestMethod]
    public async Task Sample_when_built_without_fody_answers_the_same_and_records_nothing()
    {
        string[] questions = ["How are async methods woven, and how many files are there?", "Does missing.md say what a span is?", "How long is spans.md?"];
        using var folder = Documents();

        var unwoven = await RunAsync(await QuickstartBuild.UnwovenAsync(), folder, questions);
        var stored = Directory.Exists(Path.Combine(folder.Path, "mlflow-traces"));
        var woven = await RunAsync(await QuickstartBuild.WovenAsync(), folder, questions);

        Assert.AreEqual(0, unwoven.ExitCode, unwoven.ToString());
        Assert.IsFalse(stored, "The unwoven program stored something.");
        CollectionAssert.AreEqual(AnswersIn(unwoven), AnswersIn(woven), $"{unwoven}\n{woven}");
        Assert.HasCount(3, AnswersIn(unwoven).Where(line => line.StartsWith("Answer: ", StringComparison.Ordinal)));
    }

    private static TemporaryFolder Documents() => new TemporaryFolder()
        .Write("docs/weaving.md", "# Weaving\n\nAsync methods are woven inside their state machine.\n\nOther things are left as they are.\n")
        .Write("docs/spans.md", "# Spans\n\nA span is one unit of work.\n")
        .Write("src/Machine.cs", "/// <summary>A state machine remembers where it stopped.</summary>\npublic class Machine;\n");

    private static Task<ProcessRun> RunAsync(string program, TemporaryFolder folder, params string[] arguments)
        => ProcessRun.DotnetAsync(folder.Path, [program, .. arguments]);

    private static StoredTrace OnlyTraceIn(TemporaryFolder folder, ProcessRun run)
    {
        var traces = StoredTrace.ReadAll(folder.Path);
        Assert.HasCount(1, traces, $"{string.Join('\n', traces)}\n{run}");
        return traces[0];
    }

    /// <summary>What the program itself printed, without the console tree.</summary>
    private static string[] AnswersIn(ProcessRun run)
        => [.. run.Output.Split('\n').Where(line => line.Split(": ")[0] is "Question" or "Answer" or "Fact" or "Source")];
}
