using Mono.Cecil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>What weaving leaves of a method's flags, of the order of members, and of the clearing of locals.</summary>
[TestClass]
public sealed class MethodFlagTests
{
    public static IEnumerable<object[]> Fixtures => Fixture.All.Select(f => new object[] { f.ToString() });

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void K16_K17_K18_K20_K22_members_keep_their_order_flags_and_attributes(string fixture)
    {
        using ModuleDefinition before = WovenFixture.Read(Fixture.Named(fixture).Path);
        using ModuleDefinition after = WovenFixture.Read(WovenFixture.EverythingAsked(Fixture.Named(fixture)).Path);

        string[] expected = [.. before.GetTypes().SelectMany(Describe)];
        string[] actual = [.. after.GetTypes().Where(t => t.Namespace != "MLflow.Tracing.Generated").SelectMany(Describe)];

        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    [DynamicData(nameof(Fixtures))]
    public void K26_K27_locals_are_cleared_as_before_and_also_where_there_were_none(string fixture)
    {
        using ModuleDefinition before = WovenFixture.Read(Fixture.Named(fixture).Path);
        WovenFixture woven = WovenFixture.Everything(Fixture.Named(fixture));
        using ModuleDefinition after = WovenFixture.Read(woven.Path);
        Dictionary<string, MethodDefinition> originals = before.GetTypes().SelectMany(t => t.Methods).ToDictionary(m => m.FullName);
        int withoutLocals = 0;

        foreach (MethodDefinition method in after.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody && originals.ContainsKey(m.FullName)))
        {
            MethodDefinition original = originals[method.FullName];
            bool addsLocals = !original.Body.HasVariables && method.Body.HasVariables && !SkipsClearing(original);
            Assert.AreEqual(addsLocals || original.Body.InitLocals, method.Body.InitLocals, method.FullName);
            withoutLocals += addsLocals ? 1 : 0;
        }

        Assert.IsGreaterThan(3, withoutLocals);
    }

    private static IEnumerable<string> Describe(TypeDefinition type)
        => type.Methods.Select(m => $"{m.FullName} {m.Attributes} {m.ImplAttributes} {Names(m.CustomAttributes)}").Prepend($"{type.FullName} {type.Attributes} {type.ClassSize} {type.PackingSize} {Names(type.CustomAttributes)}");

    private static string Names(IEnumerable<CustomAttribute> attributes) => string.Join(' ', attributes.Select(a => a.AttributeType.Name));

    private static bool SkipsClearing(MethodDefinition method) => method.CustomAttributes.Any(a => a.AttributeType.Name == "SkipLocalsInitAttribute");
}
