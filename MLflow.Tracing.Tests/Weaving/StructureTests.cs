using System.Reflection;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>What weaving may and may not add to an assembly.</summary>
[TestClass]
public sealed class StructureTests
{
    public static IEnumerable<object[]> Fixtures => Fixture.All.Select(f => new object[] { f.ToString() });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void B11_B12_no_reference_is_added_but_Core(string fixture)
    {
        string[] before = References(Fixture.Named(fixture).Path);
        string[] after = References(Woven(fixture).Path);

        CollectionAssert.AreEqual(new[] { typeof(TraceSite).Assembly.FullName }, after.Except(before).ToArray());
        Assert.IsEmpty(before.Except(after));
    }

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void K22_K23_K24_nothing_is_added_to_types_but_one_field_to_state_machines(string fixture)
    {
        string[] before = Members(LoadedFixtures.Of(Fixture.Named(fixture).Path));
        string[] added = [.. Members(LoadedFixtures.Of(Woven(fixture).Path)).Except(before)];

        foreach (string member in added)
        {
            Assert.IsTrue(
                member.StartsWith("MLflow.Tracing.Generated.", StringComparison.Ordinal) || member.EndsWith(" <>mlflow__call", StringComparison.Ordinal),
                member);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void What_is_left_out_has_a_reason_of_a_known_kind(string fixture)
    {
        foreach ((string method, string id) in Woven(fixture).SkippedBecause)
        {
            Assert.MatchesRegex("^MLT02[0-9]$|^MLT03[01]$", id, method);
        }
    }

    [TestMethod]
    public async Task B24_woven_assembly_runs_from_a_copy_in_memory_as_test_runners_load_it()
    {
        var context = new System.Runtime.Loader.AssemblyLoadContext("copy", isCollectible: true);
        using var copy = new MemoryStream(await File.ReadAllBytesAsync(Woven("ShapesVisualBasic-Release-net10.0").Path));
        Assembly woven = context.LoadFromStream(copy);
        using var session = new Recording.RecordingSession();

        Scenario run = await Scenario.RunAsync(Scenario.Named(woven, "P2_by_reference"));

        Assert.AreEqual("17", run.Text);
        Assert.AreEqual(2, (await session.SingleTraceAsync()).Spans.Count(s => s.Name == "Assign"));
        context.Unload();
    }

    [TestMethod]
    public void Holders_run_their_initialiser_lazily_and_are_marked_generated()
    {
        Assembly woven = LoadedFixtures.Of(Woven("Shapes-Release-net10.0").Path);
        Type holder = woven.GetType("MLflow.Tracing.Generated.Shapes_Flow", throwOnError: true)!;

        Assert.IsTrue(holder.Attributes.HasFlag(TypeAttributes.BeforeFieldInit));
        Assert.IsTrue(holder is { IsNotPublic: true, IsAbstract: true, IsSealed: true });
        Assert.IsNotNull(holder.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>());
        Assert.IsTrue(holder.GetFields(BindingFlags.Static | BindingFlags.NonPublic).All(f => f is { IsInitOnly: true, IsAssembly: true } && f.FieldType == typeof(TraceSite)));
    }

    private static WovenFixture Woven(string fixture) => WovenFixture.Everything(Fixture.Named(fixture));

    private static string[] References(string path)
    {
        using Mono.Cecil.ModuleDefinition module = Mono.Cecil.ModuleDefinition.ReadModule(path);
        return [.. module.AssemblyReferences.Select(r => r.FullName)];
    }

    private static string[] Members(Assembly assembly)
        => [.. from type in assembly.GetTypes()
               from member in type.GetMembers(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance)
               select $"{type} {member.MemberType} {(member is FieldInfo ? member.Name : member.ToString())}"];
}
