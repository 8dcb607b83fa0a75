using System.Reflection;
using MLflow.Tracing.Tests.Weaving;

namespace MLflow.Tracing.Tests.ForeignCode;

/// <summary>A library that was not written for us, with its drivers: the scenarios of the fixture that exercise it.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Drivers">The class of the fixture that holds its scenarios.</param>
internal sealed record ForeignAssembly(string Name, string Drivers)
{
    private static readonly string s_folder = System.IO.Path.Combine(Fixture.Folder, "ForeignCode", "bin", "Release", "net10.0");

    /// <summary>All of them; the first three are C# of three tastes and F#, and quick.</summary>
    public static IReadOnlyList<ForeignAssembly> All { get; } =
    [
        new("Newtonsoft.Json", "NewtonsoftJsonScenarios"),
        new("Polly.Core", "PollyScenarios"),
        new("FSharp.Core", "FSharpCoreScenarios"),
        new("YamlDotNet", "YamlDotNetScenarios"),
        new("Spectre.Console", "SpectreConsoleScenarios"),
        new("CsCheck", "CsCheckScenarios"),
        new("Microsoft.Extensions.AI", "ExtensionsAIScenarios"),
        new("OpenAI", "OpenAIScenarios"),
        new("Castle.Core", "CastleScenarios"),
        new("ICSharpCode.Decompiler", "DecompilerScenarios"),
    ];

    /// <summary>The assembly as its authors built it, with what it refers to beside it.</summary>
    public string Path => System.IO.Path.Combine(s_folder, Name + ".dll");

    /// <summary>The drivers, loaded with the library as it lies in a folder; each call loads them anew, with statics of their own.</summary>
    public IEnumerable<MethodInfo> LoadDrivers(string folder)
        => Scenario.In(FixtureContext.Load(System.IO.Path.Combine(folder, "ForeignCode.dll"))).Where(m => m.DeclaringType!.Name == Drivers);

    public override string ToString() => Name;
}
