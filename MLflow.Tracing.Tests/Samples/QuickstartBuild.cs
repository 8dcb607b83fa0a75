using MLflow.Tracing.Tests.Building;

namespace MLflow.Tracing.Tests.Samples;

/// <summary>The sample as <c>dotnet build</c> makes it, in a folder beside the tests; each kind is built once a test run.</summary>
internal static class QuickstartBuild
{
    private static readonly Lazy<Task<string>> s_woven = new(() => BuildAsync("woven"));
    private static readonly Lazy<Task<string>> s_unwoven = new(() => BuildAsync("unwoven", "-p:DisableFody=true"));

    /// <summary>The path of the program, woven by the real Fody.</summary>
    public static Task<string> WovenAsync() => s_woven.Value;

    /// <summary>The path of the program built with <c>DisableFody</c>.</summary>
    public static Task<string> UnwovenAsync() => s_unwoven.Value;

    private static async Task<string> BuildAsync(string kind, params string[] properties)
    {
        var artifacts = Path.Combine(AppContext.BaseDirectory, "SampleBuilds", kind);
        var build = await ProcessRun.DotnetAsync(
            Repository.Root,
            // a compiler or build server that outlives the build would keep its output open
            ["build", "samples/Quickstart", "--artifacts-path", artifacts, "-nodeReuse:false", "-p:UseSharedCompilation=false", .. properties]);
        Assert.AreEqual(0, build.ExitCode, build.ToString());
        return Path.Combine(artifacts, "bin", "Quickstart", "debug", "Quickstart.dll");
    }
}
