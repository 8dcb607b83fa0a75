using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>What a program needs for its calls of language models to be recorded: a platform whose <c>HttpClient</c> tells of them.</summary>
internal static class ProgramPlatform
{
    private const string Needed = ".NETCoreApp,Version=v";
    private const int NeededMajor = 8;

    /// <summary>The platform that a program says it is built for, if it is one without such calls; else <see langword="null"/>.</summary>
    public static string? WithoutLlmCalls(ModuleDefinition module)
    {
        var framework = module.Assembly.CustomAttributes
            .FirstOrDefault(static attribute => attribute.AttributeType.FullName == "System.Runtime.Versioning.TargetFrameworkAttribute")
            ?.ConstructorArguments.FirstOrDefault().Value as string;
        return framework is null || IsEnough(framework) ? null : framework;
    }

    private static bool IsEnough(string framework)
        => framework.StartsWith(Needed, StringComparison.Ordinal) && Version.TryParse(framework.Substring(Needed.Length).Split(',')[0], out var version) && version.Major >= NeededMajor;
}
