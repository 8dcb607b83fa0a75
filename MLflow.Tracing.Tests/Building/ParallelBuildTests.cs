namespace MLflow.Tracing.Tests.Building;

[TestClass]
[TestCategory("Long")]
public sealed class ParallelBuildTests
{
    private const int Projects = 8;

    [TestMethod]
    public async Task B22_eight_projects_built_at_once_under_one_solution_file_are_all_woven()
    {
        using var solution = new WovenProject();
        var project = await File.ReadAllTextAsync(Path.Combine(solution.Folder, "App", "App.csproj"));
        var program = await File.ReadAllTextAsync(Path.Combine(solution.Folder, "App", "Program.cs"));
        for (var number = 1; number <= Projects; number++)
        {
            solution.Write($"App{number}/App{number}.csproj", project).Write($"App{number}/Program.cs", program);
        }

        solution
            .Write("FodyWeavers.xml", """<Weavers><MLflow.Tracing Report="true"><Include Namespace="Shop" /></MLflow.Tracing></Weavers>""")
            .Write("App/App.csproj", """
                <Project DefaultTargets="Build">
                  <Target Name="Restore"><MSBuild Projects="$(SolutionDir)App1/App1.csproj;$(SolutionDir)App2/App2.csproj;$(SolutionDir)App3/App3.csproj;$(SolutionDir)App4/App4.csproj;$(SolutionDir)App5/App5.csproj;$(SolutionDir)App6/App6.csproj;$(SolutionDir)App7/App7.csproj;$(SolutionDir)App8/App8.csproj" Targets="Restore" /></Target>
                  <Target Name="Build"><MSBuild Projects="$(SolutionDir)App1/App1.csproj;$(SolutionDir)App2/App2.csproj;$(SolutionDir)App3/App3.csproj;$(SolutionDir)App4/App4.csproj;$(SolutionDir)App5/App5.csproj;$(SolutionDir)App6/App6.csproj;$(SolutionDir)App7/App7.csproj;$(SolutionDir)App8/App8.csproj" BuildInParallel="true" /></Target>
                </Project>
                """.Replace("$(SolutionDir)", "../", StringComparison.Ordinal));

        var build = await solution.BuildAsync("-m:8");

        Assert.AreEqual(0, build.ExitCode, build.ToString());
        for (var number = 1; number <= Projects; number++)
        {
            Assert.HasCount(1, Directory.GetFiles(Path.Combine(solution.Folder, $"App{number}", "obj"), "*.report.json", SearchOption.AllDirectories), $"App{number}\n{build}");
        }

        Assert.HasCount(Projects, build.Output.Split("MLflow.Tracing: wove 2 methods in 2 types").Skip(1), build.ToString());
    }
}
