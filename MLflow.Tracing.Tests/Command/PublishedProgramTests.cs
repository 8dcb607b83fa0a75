using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Command;

/// <summary>What <c>dotnet publish</c> left of programs without any reference to us is woven by <c>mlflow-tracing weave</c>, and then run.</summary>
[TestClass]
[TestCategory("Long")]
public sealed class PublishedProgramTests
{
    private const string Project = """
        <Project Sdk="SDK">
          <PropertyGroup>
            <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RootNamespace>Shop</RootNamespace><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit>
            PROPERTIES
          </PropertyGroup>
          <ItemGroup>ITEMS</ItemGroup>
        </Project>
        """;

    private const string FSharp = """
        namespace Shop

        module Orders =
            let total (item: string) (count: int) = count * (item |> Seq.sumBy int)

        module Program =
            [<EntryPoint>]
            let main _ =
                printfn "%d" (Orders.total "tea" 3)
                0
        """;

    private const string VisualBasic = """
        Module Program
            Sub Main()
                System.Console.WriteLine(Orders.Total("tea", 3))
            End Sub
        End Module

        Public Class Orders
            Public Shared Function Total(item As String, count As Integer) As Integer
                Dim sum = 0
                For Each character In item
                    sum += AscW(character)
                Next
                Return sum * count
            End Function
        End Class
        """;

    private const string CSharp = """
        Console.WriteLine(Shop.Orders.Total("tea", 3));

        namespace Shop
        {
            public static class Orders
            {
                public static int Total(string item, int count) => item.Sum(character => character) * count;
            }
        }
        """;

    private const string Web = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/total", (string item, int count) => Shop.Orders.Total(item, count));
        await app.StartAsync();
        using var client = new HttpClient();
        var sum = 0L;
        for (var count = 1; count <= 1000; count++)
        {
            sum += long.Parse(await client.GetStringAsync($"{app.Urls.First()}/total?item=tea&count={count}"));
        }

        Console.WriteLine(sum);
        await app.StopAsync();

        namespace Shop
        {
            public static class Orders
            {
                public static int Total(string item, int count) => item.Sum(character => character) * count;
            }
        }
        """;

    [TestMethod]
    [DataRow("Shop.fsproj", "Program.fs", FSharp, "<Compile Include='Program.fs' />", "total")]
    [DataRow("Shop.vbproj", "Program.vb", VisualBasic, "", "Total")]
    public async Task Program_in_another_language_says_the_same_and_is_traced(string project, string file, string source, string items, string method)
    {
        using var folder = new TemporaryFolder();

        var (output, traces) = await PublishWeaveAndRunAsync(folder.Write(file, source), project, "Microsoft.NET.Sdk", items, $"Shop:Orders:{method}");

        Assert.AreEqual("942", output.Trim());
        Assert.AreEqual("""{"item":"tea","count":3} -> 942""", Picture(traces.Single().Spans.Single()));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Self_contained_program_says_the_same_and_is_traced()
    {
        using var folder = new TemporaryFolder();

        var (output, traces) = await PublishWeaveAndRunAsync(
            folder.Write("Program.cs", CSharp),
            "Shop.csproj",
            "Microsoft.NET.Sdk",
            "",
            "**:Orders:Total",
            "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>true</SelfContained><InvariantGlobalization>true</InvariantGlobalization>");

        Assert.AreEqual("942", output.Trim());
        Assert.AreEqual("""{"item":"tea","count":3} -> 942""", Picture(traces.Single().Spans.Single()));
    }

    [TestMethod]
    public async Task Web_program_serves_a_thousand_requests_with_a_trace_each()
    {
        using var folder = new TemporaryFolder();

        var (output, traces) = await PublishWeaveAndRunAsync(folder.Write("Program.cs", Web), "Shop.csproj", "Microsoft.NET.Sdk.Web", "", "Shop:Orders:Total");

        Assert.AreEqual("157157000", output.Trim());
        CollectionAssert.AreEquivalent(
            Enumerable.Range(1, 1000).Select(static count => $$"""{"item":"tea","count":{{count}}} -> {{count * 314}}""").ToArray(),
            traces.Select(static trace => Picture(trace.Spans.Single())).ToArray());
        var show = await CommandTool.RunAsync(Path.Combine(folder.Path, "out"), "show");
        Assert.HasCount(1000, show.Output.Split('\n').Where(static line => line.Contains("  OK  ", StringComparison.Ordinal) && line.EndsWith("  Total", StringComparison.Ordinal)).ToArray());
        Assert.EndsWith("1000 traces, 0 errors\n", show.Output);
    }

    // Returns what the woven program printed, which is what the unwoven one did, and its traces.
    private static async Task<(string Output, IReadOnlyList<StoredTrace> Traces)> PublishWeaveAndRunAsync(TemporaryFolder folder, string project, string sdk, string items, string rule, string properties = "")
    {
        folder.Write(project, Project.Replace("SDK", sdk, StringComparison.Ordinal).Replace("ITEMS", items, StringComparison.Ordinal).Replace("PROPERTIES", properties, StringComparison.Ordinal));
        var output = Path.Combine(folder.Path, "out");
        var published = await ProcessRun.DotnetAsync(folder.Path, ["publish", "-o", output]);
        Assert.AreEqual(0, published.ExitCode, published.ToString());
        var before = await RunAsync(output);

        var weave = await CommandTool.RunAsync(output, "weave", output, "--include", rule, "--fail-if-none");

        Assert.AreEqual(0, weave.ExitCode, weave.ToString());
        var after = await RunAsync(output);
        Assert.AreEqual(before, after);
        return (after.Output, StoredTrace.ReadAll(output));
    }

    private static Task<ProcessRun> RunAsync(string folder) => ProcessRun.StartAsync(Path.Combine(folder, "Shop"), folder, [], FinishedProgram.Environment(isTraced: true));

    private static string Picture(StoredSpan span) => $"{span.Inputs?.ToString(Newtonsoft.Json.Formatting.None)} -> {span.Outputs}";
}
