namespace MLflow.Tracing.Tests.Building;

/// <summary>Other weavers in the same build: the program says the same, and has the same spans, whoever was first.</summary>
[TestClass]
public sealed class NeighbourTests
{
    private const string Program = """
        using System;
        using System.Threading.Tasks;

        Console.WriteLine(await Shop.Orders.PlaceAsync(3) + Shop.Orders.Total(2, 3));
        try
        {
            Shop.Orders.Refuse("none");
        }
        catch (InvalidOperationException refused)
        {
            Console.WriteLine(refused.Message + new Random(7).Next(0, 1));
        }

        namespace Shop
        {
            static class Orders
            {
                public static int Total(int price, int count)
                {
                    if (price == 0)
                    {
                        return Math.Abs(count);
                    }

                    return price * count;
                }

                public static async Task<int> PlaceAsync(int count)
                {
                    await Task.Yield();
                    return Total(count, count);
                }

                public static void Refuse(string why) => throw new InvalidOperationException("refused: " + why);
            }
        }
        """;

    private const string LocalFeedVariable = "MLFLOW_TESTS_LOCAL_FEED";

    private static readonly string[] s_spans = ["PlaceAsync", "Refuse", "Total", "Total"];

    [TestMethod]
    [DataRow("<Neighbour /><MLflow.Tracing><Include Namespace=\"Shop\" /></MLflow.Tracing>", DisplayName = "before ours")]
    [DataRow("<MLflow.Tracing><Include Namespace=\"Shop\" /></MLflow.Tracing><Neighbour />", DisplayName = "after ours")]
    public async Task B25_another_Fody_weaver_in_the_same_build_changes_neither_program_nor_spans(string weavers)
    {
        using var project = new WovenProject(items: $"""<WeaverFiles Include="{NeighbourWeaver}" />""");
        project.Write("App/Program.cs", Program).Write("App/FodyWeavers.xml", $"<Weavers>{weavers}</Weavers>");

        var build = await project.BuildAsync();

        Assert.AreEqual(0, build.ExitCode, build.ToString());
        Assert.DoesNotContain("warning", build.Output, build.ToString());
        using var woven = project.ReadOutput();
        Assert.IsNotNull(woven.MainModule.GetType("Neighbour.WasHere"));
        Assert.IsNotNull(project.WovenMark());
        await AssertSameProgramAsync(project);
    }

    [TestMethod]
    public async Task B25_AspectInjector_in_the_same_build_changes_neither_program_nor_spans()
    {
        const string Aspect = """
            using AspectInjector.Broker;

            [Aspect(Scope.Global)]
            [Injection(typeof(Counted))]
            public sealed class Counted : System.Attribute
            {
                public static int Calls;

                [Advice(Kind.Around)]
                public object Around([Argument(Source.Target)] System.Func<object[], object> target, [Argument(Source.Arguments)] object[] arguments)
                {
                    Calls++;
                    return target(arguments);
                }
            }
            """;
        using var project = new WovenProject(items: """<PackageReference Include="AspectInjector" VersionOverride="2.7.3" />""");
        project
            .Write("Directory.Packages.props", """<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion Include="Fody" Version="6.9.3" /><PackageVersion Include="AspectInjector" Version="2.7.3" /></ItemGroup></Project>""")
            .Write("App/Counted.cs", Aspect)
            .Write("App/Program.cs", Program.Replace("public static int Total", "[Counted] public static int Total", StringComparison.Ordinal).Replace("public static void Refuse", "[Counted] public static void Refuse", StringComparison.Ordinal))
            .Write("App/FodyWeavers.xml", """<Weavers><MLflow.Tracing><Include Namespace="Shop" /></MLflow.Tracing></Weavers>""");

        var build = await project.BuildAsync();

        Assert.AreEqual(0, build.ExitCode, build.ToString());
        Assert.IsNotNull(project.WovenMark());
        await AssertSameProgramAsync(project);
    }

    // The package is on no feed that this repository may count on: whoever has it names its folder.
    [TestMethod]
    public async Task B25_MethodBoundaryAspect_in_the_same_build_changes_neither_program_nor_spans()
    {
        if (Environment.GetEnvironmentVariable(LocalFeedVariable) is not { Length: > 0 } feed)
        {
            Assert.Inconclusive($"Set {LocalFeedVariable} to a folder with MethodBoundaryAspect.Fody.VERSION.nupkg and what it depends on.");
            return;
        }

        const string Aspect = """
            using MethodBoundaryAspect.Fody.Attributes;

            public sealed class Counted : OnMethodBoundaryAspect
            {
                public static int Calls;

                public override void OnEntry(MethodExecutionArgs arg) => Calls++;
            }
            """;
        const string Package = "MethodBoundaryAspect.Fody";
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, Package + ".*.nupkg").Max())![(Package.Length + 1)..];
        using var project = new WovenProject($"<RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>", $"""<PackageReference Include="{Package}" VersionOverride="{version}" />""");
        project
            .Write("App/Counted.cs", Aspect)
            .Write("App/Program.cs", Program.Replace("public static int Total", "[Counted] public static int Total", StringComparison.Ordinal).Replace("public static void Refuse", "[Counted] public static void Refuse", StringComparison.Ordinal))
            .Write("App/FodyWeavers.xml", """<Weavers><MLflow.Tracing><Include Namespace="Shop" /></MLflow.Tracing><MethodBoundaryAspect /></Weavers>""");

        var build = await project.BuildAsync();

        Assert.AreEqual(0, build.ExitCode, build.ToString());
        Assert.IsNotNull(project.WovenMark());
        await AssertSameProgramAsync(project);
    }

    private static string NeighbourWeaver => Path.Combine(Repository.Root, "MLflow.Tracing.Tests", "Fixtures", "Neighbour", "bin", "Release", "netstandard2.0", "Neighbour.Fody.dll");

    private static async Task AssertSameProgramAsync(WovenProject project)
    {
        var run = await project.RunTracedAsync();

        Assert.AreEqual("15\nrefused: none0", run.Output.ReplaceLineEndings("\n").Trim(), run.ToString());
        Assert.AreEqual("", run.Error.Trim());
        CollectionAssert.AreEquivalent(s_spans, project.Traces.SelectMany(static trace => trace.Spans).Select(static span => span.Name).ToArray());
    }
}
