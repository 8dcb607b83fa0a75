using System.Runtime.Loader;
using MLflow.Tracing.Woven;

/// <summary>Where the platform begins when <c>DOTNET_STARTUP_HOOKS</c> names this assembly: a program that was never woven, as it is.</summary>
/// <remarks>https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md</remarks>
internal static class StartupHook
{
    public static void Initialize()
    {
        // What a program does not bring lies beside this assembly.
        var folder = Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!;
        AssemblyLoadContext.Default.Resolving += (context, name)
            => Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        Start();
    }

    // Apart, as it needs what is found only now.
    private static void Start() => ProgramStart.TraceLlmCalls();
}
