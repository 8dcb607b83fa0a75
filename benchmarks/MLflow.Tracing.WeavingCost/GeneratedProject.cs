using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MLflow.Tracing.WeavingCost;

/// <summary>A generated program in a temporary folder, built by the real <c>dotnet build</c> with the real Fody.</summary>
internal sealed partial class GeneratedProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weaving-cost-").FullName;

    public GeneratedProject(int methods)
    {
        var root = Metadata("RepositoryRoot");
        Write("Directory.Packages.props", $"""<Project><Import Project="{root}Directory.Packages.props" /></Project>""");
        Write("Directory.Build.props", $"""<Project><PropertyGroup><SolutionDir>$(MSBuildThisFileDirectory)</SolutionDir></PropertyGroup><Import Project="{root}build/InSolution.props" /></Project>""");
        Write("Directory.Build.targets", $"""<Project><Import Project="{root}build/InSolution.targets" /></Project>""");
        Write("App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        Write("Program.cs", GeneratedCode.Program());
        foreach (var (file, text) in GeneratedCode.Types(methods))
        {
            Write(file, text);
        }

        Run("dotnet", $"restore {Common}");
    }

    private static string Common => $"-nodeReuse:false -p:Configuration={Metadata("Configuration")} -p:BuildProjectReferences=false -p:UseSharedCompilation=false";

    private string Assembly => Path.Combine(_folder, "bin", Metadata("Configuration"), "net10.0", "App.dll");

    /// <summary>Builds everything anew.</summary>
    public Build Build(Weaving weaving)
    {
        Write("FodyWeavers.xml", weaving == Weaving.On
            ? """<Weavers><MLflow.Tracing><Include Namespace="Generated.**" /></MLflow.Tracing></Weavers>"""
            : """<Weavers><MLflow.Tracing Enabled="false" /></Weavers>""");
        var clock = Stopwatch.StartNew();
        var output = Run("dotnet", $"build --no-restore --no-incremental -v:n {Common} -p:DisableFody={(weaving == Weaving.None ? "true" : "false")}");
        var elapsed = clock.Elapsed.TotalMilliseconds;
        var fody = FodyTime().Match(output);
        return new Build(elapsed, fody.Success ? double.Parse(fody.Groups[1].Value, CultureInfo.InvariantCulture) : 0, new FileInfo(Assembly).Length);
    }

    /// <summary>Milliseconds from the start of the process to the end of ten calls.</summary>
    public double StartUp() => double.Parse(Run("dotnet", Assembly).Trim().Split(' ')[^1], CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Metadata(string key)
        => typeof(GeneratedProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    [GeneratedRegex(@"Finished Fody (\d+)ms")]
    private static partial Regex FodyTime();

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private string Run(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{program} {arguments}' failed:\n{output}");
    }
}
