using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>The sample as <c>dotnet build</c> makes it, in a folder beside the tests; each kind is built once a test run.</summary>
internal static class QuickstartBuild
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "SampleBuilds");
    private static readonly Lazy<Task<string>> s_woven = new(() => BuildAsync("woven"));
    private static readonly Lazy<Task<string>> s_unwoven = new(() => BuildAsync("unwoven", "-p:DisableFody=true"));
    private static readonly SemaphoreSlim s_oneBuildAtATime = new(1);

    /// <summary>The path of the program, woven by the real Fody.</summary>
    public static Task<string> WovenAsync() => s_woven.Value;

    /// <summary>The path of the program built with <c>DisableFody</c>.</summary>
    public static Task<string> UnwovenAsync() => s_unwoven.Value;

    /// <summary>Both kinds are built in one place, as a user rebuilds: what they depend on is built once, and the switch must be noticed.</summary>
    private static async Task<string> BuildAsync(string kind, params string[] properties)
    {
        var artifacts = Path.Combine(s_folder, "artifacts");
        var result = Path.Combine(s_folder, kind);
        await s_oneBuildAtATime.WaitAsync();
        try
        {
            var build = await ProcessRun.DotnetAsync(
                Repository.Root,
                // a compiler or build server that outlives the build would keep its output open
                ["build", "samples/Quickstart", "--artifacts-path", artifacts, "-nodeReuse:false", "-p:UseSharedCompilation=false", .. properties]);
            Assert.AreEqual(0, build.ExitCode, build.ToString());
            Keep(Path.Combine(artifacts, "bin", "Quickstart", "debug"), result);
        }
        finally
        {
            s_oneBuildAtATime.Release();
        }

        return Path.Combine(result, "Quickstart.dll");
    }

    private static void Keep(string output, string result)
    {
        Directory.CreateDirectory(result);
        foreach (var file in Directory.EnumerateFiles(output))
        {
            File.Copy(file, Path.Combine(result, Path.GetFileName(file)), overwrite: true);
        }
    }
}
