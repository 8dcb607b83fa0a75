using System.Reflection;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>One build of a fixture project, as the build of this project left it.</summary>
internal sealed record Fixture(string Project, string Configuration, string Framework)
{
    /// <summary>All builds of all fixtures.</summary>
    public static IReadOnlyList<Fixture> All { get; } =
    [
        .. from configuration in new[] { "Debug", "Release" }
           from build in new[] { ("Shapes", "net10.0"), ("Shapes", "netstandard2.0"), ("Shapes", "net472"), ("ShapesVisualBasic", "net10.0"), ("ShapesVisualBasic", "net472"), ("ShapesFSharp", "net10.0"), ("ShapesFSharp", "netstandard2.0"), ("ShapesIL", "net10.0"), ("ShapesIL", "netstandard2.0"), ("ShapesIL", "net472") }
           select new Fixture(build.Item1, configuration, build.Item2),
    ];

    /// <summary>The assembly.</summary>
    public string Path => System.IO.Path.Combine(Folder, Project, "bin", Configuration, Framework, Project + ".dll");

    /// <summary>The folder of all fixtures.</summary>
    public static string Folder => typeof(Fixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "FixturesFolder").Value!;

    public static Fixture Named(string name) => All.Single(f => f.ToString() == name);

    public override string ToString() => $"{Project}-{Configuration}-{Framework}";
}
