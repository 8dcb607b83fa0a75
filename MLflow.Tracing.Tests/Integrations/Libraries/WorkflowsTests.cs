using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Agents.AI.Workflows.InProc;
using Microsoft.Extensions.AI;
using MLflow.Tracing.Model;
using MLflow.Tracing.Tests.Recording;
using OpenAI;
using VendorSimulator;
using AgentMessage = Microsoft.Extensions.AI.ChatMessage;
using OpenAIChatClient = OpenAI.Chat.ChatClient;

namespace MLflow.Tracing.Tests.Integrations.Libraries;

/// <summary>Workflows of the real package Microsoft.Agents.AI.Workflows, in both of its ways to run them.</summary>
[TestClass]
public sealed class WorkflowsTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Steps_are_inside_their_run_and_the_run_is_inside_what_starts_it(bool isLockstep)
    {
        using var session = new RecordingSession();
        using (Mlflow.StartActiveSpan("request"))
        {
            await using var run = await Environment(isLockstep).RunAsync(Greeting(), "ann");
            Assert.AreEqual("Hello, ANN!", run.OutgoingEvents.OfType<WorkflowOutputEvent>().Single().Data);
        }

        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { "request UNKNOWN", "- greeting CHAIN", "- - upper CHAIN", "- - - inner UNKNOWN", "- - greet CHAIN" }, SpanTree.Of(trace));
        Assert.IsTrue(trace.Spans.All(static span => span.Status.Code == SpanStatusCode.Ok));
        var step = trace.Spans.Single(static span => span.Name == "upper");
        Assert.AreEqual(("\"upper\"", "\"System.String\""), (step.Attributes["executor.id"], step.Attributes["message.type"]));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Failed_step_and_its_run_have_the_exception_and_the_program_sees_what_it_sees_without_us(bool isLockstep)
    {
        var untraced = await EventsAsync();
        using var session = new RecordingSession();

        CollectionAssert.AreEqual(untraced, await EventsAsync());

        var trace = await session.SingleTraceAsync();
        CollectionAssert.AreEqual(new[] { "greeting CHAIN", "- upper CHAIN" }, SpanTree.Of(trace));
        foreach (var span in trace.Spans)
        {
            Assert.AreEqual((SpanStatusCode.Error, "ArgumentException: Nobody to greet."), (span.Status.Code, span.Status.Message));
            Assert.AreEqual("exception", span.Events.Single().Name);
        }

        async Task<string[]> EventsAsync()
        {
            await using var run = await Environment(isLockstep).RunAsync(Greeting(), string.Empty);
            return [.. run.OutgoingEvents.Select(static told => $"{told.GetType().Name} {(told.Data as Exception)?.Message}")];
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Each_input_to_a_stream_of_events_is_a_run(bool isLockstep)
    {
        using var session = new RecordingSession(options => options.ActivitySources.Add("*"));
        StreamingRun run;
        string first;
        using (Mlflow.StartActiveSpan("request"))
        {
            run = await Environment(isLockstep).RunStreamingAsync(Greeting(), "ann");
            first = await OutputsAsync();
        }

        Assert.IsTrue(await run.TrySendMessageAsync("bob"));
        var second = await OutputsAsync();

        Assert.AreEqual(("Hello, ANN!", "Hello, BOB!"), (first, second));
        var traces = await session.TracesAsync();
        Assert.HasCount(2, traces);
        string[] expected = ["greeting CHAIN", "- upper CHAIN", "- - inner UNKNOWN", "- greet CHAIN"];
        CollectionAssert.AreEqual(expected.Select(static line => "- " + line).Prepend("request UNKNOWN").ToArray(), SpanTree.Of(traces[0]));
        CollectionAssert.AreEqual(expected, SpanTree.Of(traces[1]), "What started the workflow was over.");
        await run.DisposeAsync();

        async Task<string> OutputsAsync()
        {
            var outputs = new List<object?>();
            await foreach (var told in run.WatchStreamAsync())
            {
                if (told is WorkflowOutputEvent output)
                {
                    outputs.Add(output.Data);
                }
            }

            return string.Join(", ", outputs);
        }
    }

    [TestMethod]
    public async Task Steps_side_by_side_keep_what_is_inside_them_apart()
    {
        using var session = new RecordingSession();
        var both = new TaskCompletionSource();
        var started = 0;
        var start = new Func<string, string>(static text => text).BindAsExecutor("start");
        var (left, right) = (Branch("left"), Branch("right"));
        var workflow = new WorkflowBuilder(start).AddFanOutEdge(start, [left, right]).WithOutputFrom(left, right).UseMlflowTracing().Build();

        await using var run = await InProcessExecution.RunAsync(workflow, "go");

        Assert.HasCount(2, run.OutgoingEvents.OfType<WorkflowOutputEvent>().ToList());
        var trace = await session.SingleTraceAsync();
        Assert.AreEqual("workflow", trace.Spans[0].Name, "A workflow without a name.");
        foreach (var branch in new[] { "left", "right" })
        {
            Assert.AreEqual(branch, trace.Spans.Single(span => span.SpanId == trace.Spans.Single(inner => inner.Name == "in " + branch).ParentId).Name);
        }

        ExecutorBinding Branch(string name) => new Func<string, IWorkflowContext, CancellationToken, ValueTask<string>>(async (text, _, cancellationToken) =>
        {
            using var span = Mlflow.StartActiveSpan("in " + name);
            if (Interlocked.Increment(ref started) == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            return text + name;
        }).BindAsExecutor(name);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Agent_is_inside_its_step_streamed_or_not(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of(isStreamed ? "openai-chat-final.sse" : "openai-chat.json"));
        var guide = Guide(simulator).BindAsExecutor(new AIAgentHostOptions { EmitAgentUpdateEvents = isStreamed });
        var workflow = new WorkflowBuilder(guide).WithOutputFrom(guide).WithName("tour").UseMlflowTracing().Build();

        await using (var run = await InProcessExecution.RunStreamingAsync(workflow, new List<AgentMessage> { new(ChatRole.User, "What is it like?") }))
        {
            await run.TrySendMessageAsync(new TurnToken(emitEvents: isStreamed));
            await foreach (var told in run.WatchStreamAsync())
            {
                Assert.IsNotInstanceOfType<WorkflowErrorEvent>(told, told.ToString());
            }
        }

        var traces = await session.TracesAsync();
        var tree = traces.Select(SpanTree.Of).Single(static tree => tree.Any(static line => line.EndsWith("AGENT", StringComparison.Ordinal)));
        CollectionAssert.AreEqual(new[] { "- - guide AGENT", "- - - ChatClient CHAT_MODEL" }, tree.Where(static line => line.StartsWith("- - ", StringComparison.Ordinal)).ToArray());
        Assert.AreEqual("tour CHAIN", tree[0]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Workflow_whose_graph_the_library_makes_is_traced_as_an_agent(bool isStreamed)
    {
        using var session = new RecordingSession();
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat-final.sse"));
        var tour = AgentWorkflowBuilder.BuildSequential(Guide(simulator)).AsAIAgent(name: "tour").AsBuilder().UseMlflowTracing().Build();

        var response = isStreamed ? await tour.RunStreamingAsync("What is it like?").ToAgentResponseAsync() : await tour.RunAsync("What is it like?");

        Assert.EndsWith("and it is noon.", response.Text);
        CollectionAssert.AreEqual(new[] { "tour AGENT", "- guide AGENT", "- - ChatClient CHAT_MODEL" }, SpanTree.Of(await session.SingleTraceAsync()));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Activity_of_the_program_stays_current_in_each_step(bool isLockstep)
    {
        using var session = new RecordingSession();
        using var request = new Activity("request").Start();
        Activity? seen = null;
        var look = new Func<string, string>(text =>
        {
            seen = Activity.Current;
            return text;
        }).BindAsExecutor("look");
        var workflow = new WorkflowBuilder(look).WithOutputFrom(look).UseMlflowTracing().Build();

        await using var run = await Environment(isLockstep).RunAsync(workflow, "go");

        Assert.AreSame(request, seen);
        Assert.AreSame(request, Activity.Current);
        Assert.HasCount(2, (await session.SingleTraceAsync()).Spans);
    }

    private static InProcessExecutionEnvironment Environment(bool isLockstep) => isLockstep ? InProcessExecution.Lockstep : InProcessExecution.Default;

    private static Workflow Greeting()
    {
        Func<string, string> upper = static name =>
        {
            if (name.Length == 0)
            {
                throw new ArgumentException("Nobody to greet.");
            }

            using var inner = Mlflow.StartActiveSpan("inner");
            return name.ToUpperInvariant();
        };
        Func<string, string> greet = static name => $"Hello, {name}!";
        var (first, last) = (upper.BindAsExecutor("upper"), greet.BindAsExecutor("greet"));
        return new WorkflowBuilder(first).AddEdge(first, last).WithOutputFrom(last).WithName("greeting").UseMlflowTracing().Build();
    }

    private static AIAgent Guide(Simulator simulator)
    {
        var options = new OpenAIClientOptions { Endpoint = new Uri(simulator.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        var model = new OpenAIChatClient("gpt-4o-mini", new ApiKeyCredential("SECRET-KEY"), options).AsIChatClient().AsBuilder().UseMlflowTracing().Build();
        return new ChatClientAgent(model, name: "guide").AsBuilder().UseMlflowTracing().Build();
    }
}
