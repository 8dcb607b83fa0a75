using System.Reflection;
using MLflow.Tracing.Tests.Samples;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.Building;

/// <summary>
/// A solution of one small program, in a folder of its own outside the repository, that is woven as the projects of this repository are:
/// the real <c>dotnet build</c>, the real Fody. The weaver is the one that was built with the tests; it is not built again.
/// </summary>
internal sealed class WovenProject : IDisposable
{
    private const string Program = """
        using MLflow.Tracing;

        System.Console.WriteLine(Shop.Orders.Total(2, 3) + Shop.Stock.Count());

        namespace Shop
        {
            static class Orders
            {
                public static int Total(int price, int count) => price * count;
            }

            static class Stock
            {
                [Trace(SpanType = SpanType.Tool)]
                public static int Count() => System.Environment.CurrentManagedThreadId < 0 ? 1 : 2;
            }
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private bool _isRestored;

    public WovenProject(string properties = "", string items = "")
    {
        var repository = Repository.Root;
        _folder
            .Write("Directory.Packages.props", $"""<Project><Import Project="{repository}/Directory.Packages.props" /></Project>""")
            .Write("Directory.Build.props", $"""<Project><PropertyGroup><SolutionDir>$(MSBuildThisFileDirectory)</SolutionDir></PropertyGroup><Import Project="{repository}/build/InSolution.props" /></Project>""")
            .Write("Directory.Build.targets", $"""<Project><Import Project="{repository}/build/InSolution.targets" /><ItemGroup>{items}</ItemGroup></Project>""")
            .Write("App/App.csproj", $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>{properties}</PropertyGroup></Project>""")
            .Write("App/Program.cs", Program);
    }

    /// <summary>The files that somebody wrote: all but <c>bin</c> and <c>obj</c>.</summary>
    public IReadOnlyList<string> Sources =>
    [
        .. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'))
            .Where(static file => !file.StartsWith("App/bin/", StringComparison.Ordinal) && !file.StartsWith("App/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The folder of the solution.</summary>
    public string Folder => _folder.Path;

    /// <summary>What the environment of each build holds.</summary>
    public Dictionary<string, string> BuildEnvironment { get; } = [];

    /// <summary>The traces of <see cref="RunTracedAsync"/>.</summary>
    public IReadOnlyList<StoredTrace> Traces => StoredTrace.ReadAll(_folder.Path);

    public IReadOnlyList<string> OutputFiles => [.. Directory.EnumerateFiles(Output).Select(static file => Path.GetFileName(file)!)];

    public DateTime CompiledAt => File.GetLastWriteTimeUtc(Path.Combine(Intermediate, "App.dll"));

    public string ReportFile => Path.Combine(Intermediate, "App.csproj.MLflow.Tracing.report.json");

    private static string Configuration { get; } = typeof(WovenProject).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Where the program is built to.</summary>
    public string Output => Path.Combine(_folder.Path, "App", "bin", Configuration, "net10.0");

    /// <summary>Where the compiler and the weavers work.</summary>
    public string Intermediate => Path.Combine(_folder.Path, "App", "obj", Configuration, "net10.0");

    public WovenProject Write(string file, string text)
    {
        _folder.Write(file, text);
        return this;
    }

    public void Delete(string file) => File.Delete(Path.Combine(_folder.Path, file));

    /// <summary>Builds the program. Arguments are no properties that a restore looks at: those would reach the projects of the repository.</summary>
    public Task<ProcessRun> BuildAsync(params string[] arguments)
    {
        string[] restore = _isRestored ? ["--no-restore"] : [];
        _isRestored = true;
        return DotnetAsync("build", [.. restore, .. arguments]);
    }

    /// <summary>Runs the program that was built.</summary>
    public Task<ProcessRun> RunAsync() => ProcessRun.DotnetAsync(_folder.Path, [Path.Combine(Output, "App.dll")]);

    /// <summary>Runs the program that was built, or another one, with a folder for its traces.</summary>
    public Task<ProcessRun> RunTracedAsync(string? program = null)
        => ProcessRun.StartAsync(program ?? "dotnet", _folder.Path, program is null ? [Path.Combine(Output, "App.dll")] : [], new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = "file:mlflow-traces" });

    public Task<ProcessRun> DotnetAsync(string command, params string[] arguments) => ProcessRun.DotnetAsync(
        _folder.Path,
        [command, "App", "-nodeReuse:false", $"-p:Configuration={Configuration}", "-p:BuildProjectReferences=false", "-p:UseSharedCompilation=false", .. arguments],
        BuildEnvironment);

    /// <summary>The mark that the weaver leaves, or null.</summary>
    public CustomAttribute? WovenMark()
    {
        using var assembly = ReadOutput();
        return assembly.CustomAttributes.SingleOrDefault(static attribute => attribute.AttributeType.FullName == "MLflow.Tracing.Woven.WovenAttribute");
    }

    /// <summary>The assembly that was built.</summary>
    public AssemblyDefinition ReadOutput() => AssemblyDefinition.ReadAssembly(Path.Combine(Output, "App.dll"), new ReaderParameters { InMemory = true });

    public void Dispose() => _folder.Dispose();
}
