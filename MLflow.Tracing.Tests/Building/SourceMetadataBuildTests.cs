using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Building;

/// <summary>What a build knows of its sources, in traces of the program. Needs git to make repositories; builds do not.</summary>
[TestClass]
public sealed class SourceMetadataBuildTests
{
    [TestMethod]
    public async Task Traces_name_the_commit_and_branch_that_was_built_and_the_repository_without_credentials()
    {
        using var project = new WovenProject();
        project.Write(".gitignore", "bin/\nobj/\nmlflow-traces/\n");
        await GitAsync(project, "init", "--quiet", "--initial-branch=feature/refunds");
        await GitAsync(project, "remote", "add", "origin", "https://ann:s3cret@example.com/team/shop.git");
        var first = await CommitAsync(project);

        await BuildAsync(project);
        var metadata = await TracedMetadataAsync(project);
        Assert.AreEqual("App", metadata["mlflow.source.name"]);
        Assert.AreEqual(first, metadata["mlflow.source.git.commit"]);
        Assert.AreEqual("feature/refunds", metadata["mlflow.source.git.branch"]);
        Assert.AreEqual("https://example.com/team/shop.git", metadata["mlflow.source.git.repoURL"]);
        Assert.IsFalse(metadata.ContainsKey("mlflow.source.git.dirty"), "No build knows that without asking git.");
        Assert.DoesNotContain("s3cret", await File.ReadAllTextAsync(Path.Combine(project.Output, "App.dll"), System.Text.Encoding.Latin1));

        var compiled = project.CompiledAt;
        await BuildAsync(project);
        Assert.AreEqual(compiled, project.CompiledAt, "Nothing has changed.");

        var second = await CommitAsync(project);
        await GitAsync(project, "checkout", "--quiet", "--detach");
        SetBuildServer(project, "GITHUB_REF_TYPE", "branch", "GITHUB_REF_NAME", "release/2");
        await BuildAsync(project);
        metadata = await TracedMetadataAsync(project);
        Assert.AreEqual(second, metadata["mlflow.source.git.commit"]);
        Assert.AreEqual("release/2", metadata["mlflow.source.git.branch"], "A build server checks out a commit, no branch.");

        Directory.Move(Path.Combine(project.Folder, ".git"), Path.Combine(project.Folder, "no-longer.git"));
        await BuildAsync(project);
        metadata = await TracedMetadataAsync(project);
        Assert.IsEmpty(metadata.Keys.Where(static key => key.StartsWith("mlflow.source.git.", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Build_takes_the_facts_from_where_they_are()
    {
        using var project = new WovenProject();
        await GitAsync(project, "init", "--quiet", "--initial-branch=main");
        await CommitAsync(project);
        await GitAsync(project, "worktree", "add", "--quiet", "--detach", "elsewhere");

        Assert.Contains("\"Value\": \"main\"", await FactsAsync(project, "App"));

        SetBuildServer(project, "BUILD_SOURCEBRANCH", "refs/heads/team/azure");
        var facts = await FactsAsync(project, "elsewhere/App", "-p:RepositoryUrl=https://ann:s3cret@example.com/shop.git?token=t0ken#x");
        Assert.Contains("\"Value\": \"team/azure\"", facts, "The .git of a worktree is a file.");
        Assert.Contains("\"Value\": \"https://example.com/shop.git\"", facts);

        facts = await FactsAsync(project, "App", "-p:RepositoryUrl=git@example.com:team/shop.git");
        Assert.Contains("\"Value\": \"git@example.com:team/shop.git\"", facts);

        facts = await FactsAsync(project, "App", "-p:MLflowTracingSourceMetadata=false");
        Assert.DoesNotContain("mlflow.source.git", facts);
        Assert.Contains("MLflowTracingSourceMetadata", facts, "The revision in the version must not be taken in place of it.");
    }

    private static async Task BuildAsync(WovenProject project)
    {
        var build = await project.BuildAsync();
        Assert.AreEqual(0, build.ExitCode, build.ToString());
    }

    private static async Task<IReadOnlyDictionary<string, string>> TracedMetadataAsync(WovenProject project)
    {
        var run = await project.RunTracedAsync();
        Assert.AreEqual("8", run.Output.Trim(), run.ToString());
        var metadata = project.Traces.Single().Metadata;
        Directory.Delete(Path.Combine(project.Folder, "mlflow-traces"), recursive: true);
        return metadata;
    }

    /// <summary>The assembly's metadata, without compiling it.</summary>
    private static async Task<string> FactsAsync(WovenProject project, string folder, params string[] properties)
    {
        var run = await ProcessRun.DotnetAsync(project.Folder, ["msbuild", folder, "-nodeReuse:false", "-t:GetAssemblyAttributes", "-getItem:AssemblyMetadata", .. properties], project.BuildEnvironment);
        Assert.AreEqual(0, run.ExitCode, run.ToString());
        return run.Output;
    }

    private static void SetBuildServer(WovenProject project, params string[] namesAndValues)
    {
        // The tests may run on a build server themselves.
        foreach (var name in new[] { "GITHUB_HEAD_REF", "GITHUB_REF_TYPE", "GITHUB_REF_NAME", "BUILD_SOURCEBRANCH", "CI_COMMIT_BRANCH", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "BRANCH_NAME" })
        {
            project.BuildEnvironment[name] = "";
        }

        for (var i = 0; i < namesAndValues.Length; i += 2)
        {
            project.BuildEnvironment[namesAndValues[i]] = namesAndValues[i + 1];
        }
    }

    /// <summary>Commits everything, or nothing new.</summary>
    private static async Task<string> CommitAsync(WovenProject project)
    {
        await GitAsync(project, "add", ".");
        await GitAsync(project, "-c", "user.name=tests", "-c", "user.email=tests@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "--message=change");
        return (await GitAsync(project, "rev-parse", "HEAD")).Trim();
    }

    private static async Task<string> GitAsync(WovenProject project, params string[] arguments)
    {
        var run = await ProcessRun.StartAsync("git", project.Folder, arguments);
        Assert.AreEqual(0, run.ExitCode, run.ToString());
        return run.Output;
    }
}
