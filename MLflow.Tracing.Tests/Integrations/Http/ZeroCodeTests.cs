using MLflow.Tracing.Tests.Command;
using MLflow.Tracing.Tests.Samples;
using VendorSimulator;

namespace MLflow.Tracing.Tests.Integrations.Http;

/// <summary>A published program that calls a vendor with the package OpenAI and has no reference to us: every call is recorded once the command has woven it, or a startup hook is named.</summary>
[TestClass]
[TestCategory("Long")]
public sealed class ZeroCodeTests
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup><PackageReference Include="OpenAI" Version="2.15.0" /></ItemGroup>
        </Project>
        """;

    private const string Program = """
        using System.ClientModel;
        using System.ClientModel.Primitives;
        using System.Diagnostics;
        using OpenAI;
        using OpenAI.Chat;

        var client = new ChatClient("gpt-4o-mini", new ApiKeyCredential("SECRET-KEY"), new OpenAIClientOptions { Endpoint = new Uri(args[0] + "v1"), RetryPolicy = new ClientRetryPolicy(0) });
        Console.WriteLine(client.CompleteChat("Hi").Value.Content[0].Text);
        Console.WriteLine((await client.CompleteChatAsync("Hi")).Value.Content[0].Text);
        await foreach (var update in client.CompleteChatStreamingAsync("Hi"))
        {
            Console.Write(string.Concat(update.ContentUpdate.Select(part => part.Text)));
        }

        try
        {
            await client.CompleteChatAsync("Refuse me");
        }
        catch (ClientResultException exception)
        {
            Console.WriteLine($"{exception.Status} {Activity.Current}");
        }

        using var http = new HttpClient();
        Console.WriteLine((await http.GetAsync(args[0] + "elsewhere")).StatusCode);
        """;

    [TestMethod]
    public async Task Program_that_only_the_command_wove_is_traced()
    {
        using var folder = await PublishedAsync();
        var before = await RunAsync(folder.Path);

        var weave = await CommandTool.RunAsync(folder.Path, "weave", "out", "--trace-llm-calls", "--fail-if-none");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.Contains("Shop.dll: wove 0 methods in 0 types, skipped 0, traces calls of language models", weave.ToString());
        Assert.AreEqual(before, await RunAsync(folder.Path));
        AssertTraces(folder);
        var inspected = await CommandTool.RunAsync(folder.Path, "inspect", "out/Shop.dll", "--table");
        Assert.Contains("traces calls of language models", inspected.ToString());
        var again = await CommandTool.RunAsync(folder.Path, "weave", "out", "--trace-llm-calls");
        Assert.Contains("already woven", again.ToString());
    }

    [TestMethod]
    public async Task Program_that_is_as_it_was_is_traced_through_a_startup_hook()
    {
        using var folder = await PublishedAsync();
        var hook = Path.Combine(Path.GetDirectoryName(typeof(CommandTool).Assembly.Location)!, "MLflow.Tracing.Http.dll");
        var before = await RunAsync(folder.Path);

        Assert.AreEqual(before, await RunAsync(folder.Path, ("DOTNET_STARTUP_HOOKS", hook)));
        AssertTraces(folder);
    }

    [TestMethod]
    public async Task Environment_switches_it_off()
    {
        using var folder = await PublishedAsync();
        var before = await RunAsync(folder.Path);
        var weave = await CommandTool.RunAsync(folder.Path, "weave", "out", "--trace-llm-calls");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        Assert.AreEqual(before, await RunAsync(folder.Path, ("MLFLOW_TRACE_LLM_CALLS", "false")));
        Assert.IsFalse(Directory.Exists(Path.Combine(folder.Path, "out", "mlflow-traces")));
    }

    private static async Task<TemporaryFolder> PublishedAsync()
    {
        var folder = new TemporaryFolder();
        folder.Write("Program.cs", Program).Write("Shop.csproj", Project);
        var published = await ProcessRun.DotnetAsync(folder.Path, ["publish", "-o", Path.Combine(folder.Path, "out")]);
        Assert.AreEqual(0, published.ExitCode, published.ToString());
        return folder;
    }

    private static async Task<ProcessRun> RunAsync(string folder, params (string Name, string Value)[] more)
    {
        await using var simulator = await Simulator.StartAsync();
        simulator.AnswerNext(Answer.Of("openai-chat.json"));
        simulator.AnswerNext(Answer.Of("openai-chat.json") with { PieceBytes = 7 });
        simulator.AnswerNext(Answer.Of("openai-chat.sse") with { PieceBytes = 11 });
        simulator.AnswerNext(Answer.Of("openai-error.json") with { Status = 404 });
        var environment = FinishedProgram.Environment(isTraced: true);
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        var run = await ProcessRun.StartAsync(Path.Combine(folder, "out", "Shop"), Path.Combine(folder, "out"), [simulator.Address.ToString()], environment);
        Assert.AreEqual(0, run.ExitCode, run.ToString());
        Assert.IsFalse(simulator.Calls.Any(static call => call.Headers.ContainsKey("traceparent")));
        return run;
    }

    private static void AssertTraces(TemporaryFolder folder)
    {
        var spans = StoredTrace.ReadAll(Path.Combine(folder.Path, "out")).Select(static trace => trace.Spans.Single()).ToList();
        CollectionAssert.AreEquivalent(
            new[] { "Completions OK Hello!", "Completions OK Hello!", "Completions OK Grüß Gott 🌍", "Completions ERROR " },
            spans.Select(static span => $"{span.Name} {span.Status["STATUS_CODE_".Length..]} {span.Outputs?.SelectToken("choices[0].message.content")}").ToList());
        CollectionAssert.AreEquivalent(new[] { "Hi", "Hi", "Hi", "Refuse me" }, spans.Select(static span => (string?)span.Inputs?.SelectToken("messages[0].content")).ToList());
        Assert.IsFalse(Directory.EnumerateFiles(Path.Combine(folder.Path, "out", "mlflow-traces")).Any(static file => File.ReadAllText(file).Contains("SECRET", StringComparison.Ordinal)));
    }
}
