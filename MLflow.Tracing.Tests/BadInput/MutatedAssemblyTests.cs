using System.Collections.Concurrent;
using MLflow.Tracing.Tests.Configuration;
using MLflow.Tracing.Tests.Weaving;
using MLflow.Tracing.Weaver.Binaries;
using MLflow.Tracing.Weaver.Reporting;
using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;
using Mono.Cecil;

namespace MLflow.Tracing.Tests.BadInput;

/// <summary>
/// Assemblies with damaged headers, metadata or code: each ends in a diagnostic with the file as it was, or in a weave that leaves no
/// method worse than it was. The seeds are fixed, so that a failure can be had again.
/// </summary>
[TestClass]
[TestCategory(LongRun.Category)]
public sealed class MutatedAssemblyTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(2);

    private static readonly WeaverConfigurationOfAll s_all = new();
    private static readonly ConcurrentQueue<string> s_rows = [];

    public static IEnumerable<object[]> Subjects =>
    [
        ["Silent-Release-net10.0"], ["RuntimeAsync-Release-net10.0"], ["ShapesVisualBasic-Release-net10.0"], ["ShapesIL-Release-net10.0"], ["ShapesFSharp-Debug-net10.0"],
    ];

    [TestMethod]
    [DynamicData(nameof(Subjects))]
    public void B25_damaged_assembly_ends_in_a_diagnostic_or_a_sound_weave(string subject)
    {
        var parts = subject.Split('-');
        var path = new Fixture(parts[0], parts[1], parts[2]).Path;
        var original = File.ReadAllBytes(path);
        using var resolver = WovenFixture.Resolver(path);
        var (refused, woven, problems) = (0, 0, new List<string>());

        for (var seed = 0; seed < (LongRun.IsOn ? 2_000 : 100); seed++)
        {
            var (image, what) = Mutation.Of(original, seed);
            var file = Path.Combine(ScratchFolder.Create(), Path.GetFileName(path));
            File.WriteAllBytes(file, image);
            var weave = Task.Run(() => s_all.Weave(file, resolver));
            if (!weave.Wait(s_hang))
            {
                problems.Add($"{seed} ({what}): does not end");
                continue;
            }

            var isWoven = weave.Result.CountOf(MethodOutcome.Woven) > 0;
            (refused, woven) = isWoven ? (refused, woven + 1) : (refused + 1, woven);
            var problem = isWoven ? WhatGotWorse(file, image, path)
                : weave.Result.Diagnostics.Count == 0 ? "nothing was woven and nothing was said"
                : image.AsSpan().SequenceEqual(File.ReadAllBytes(file)) ? "" : "the file was changed";
            if (problem.Length > 0)
            {
                problems.Add($"{seed} ({what}): {problem}");
            }

            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }

        s_rows.Enqueue($"| {subject} | {refused + woven} | {refused} | {woven} |");
        Assert.AreEqual("", string.Join('\n', problems));
        Assert.IsGreaterThan(0, refused);
        Assert.IsGreaterThan(0, woven);
    }

    [ClassCleanup]
    public static void Print() => LongRun.Report(
        "mutations",
        [
            "| assembly | mutations | ended in a diagnostic | ended in a sound weave |",
            "|---|---:|---:|---:|",
            .. s_rows,
        ]);

    // The gate does not see every fault; a method whose signature or code was hit is not called sound, whatever it says.
    private static string WhatGotWorse(string woven, byte[] image, string original)
    {
        var baseline = woven + ".unwoven.dll";
        File.WriteAllBytes(baseline, image);
        if (Findings(baseline) is not { } before)
        {
            return ""; // the reader gives up on this file as it was
        }

        if (Findings(woven) is not { } after)
        {
            return "the woven file cannot be read, the unwoven one can";
        }

        var sound = Pictures(original);
        sound.IntersectWith(Pictures(baseline));
        var names = sound.Select(picture => picture[..picture.IndexOf(' ', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        names.ExceptWith(before.Select(MethodOf));
        return string.Join(" / ", after.Where(finding => names.Contains(MethodOf(finding))));
    }

    // Name, signature and code of each method that can be read.
    private static HashSet<string> Pictures(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        var pictures = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody))
        {
            try
            {
                var name = $"{method.DeclaringType.FullName.Replace('/', '+')}.{method.Name}";
                pictures.Add($"{name} {method.FullName} {string.Join(",", method.Parameters.Select(static p => KindOf(p.ParameterType)))} {string.Join(",", method.Body.Variables.Select(v => v.VariableType.FullName))} {string.Join(";", method.Body.Instructions)}");
            }
#pragma warning disable CA1031 // what cannot be read is not sound
            catch (Exception)
#pragma warning restore CA1031
            {
                continue;
            }
        }

        return pictures;
    }

    // A pinned parameter, which no method can have, has the name of one that is not.
    private static string KindOf(TypeReference type) => type is TypeSpecification around ? $"{around.GetType().Name} {KindOf(around.ElementType)}" : "";

    private static string[]? Findings(string path)
    {
        try
        {
            return IlReaderGate.Findings(path);
        }
#pragma warning disable CA1031 // the gate's own reader fails on damaged metadata as it will; whether it does is what is compared
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static string MethodOf(string finding) => finding[..finding.IndexOf(": ", StringComparison.Ordinal)];

    /// <summary>A rule that reaches everything.</summary>
    private sealed class WeaverConfigurationOfAll
    {
        private readonly Weaver.Configuration.WeaverConfiguration _configuration = ConfigurationXml.Overlay(ConfigurationXml.Rules("<Include Namespace='**'/>"));
        private readonly AssemblyDefinition _core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);

        public WeavingReport Weave(string file, IAssemblyResolver resolver)
        {
            var woven = FileWeaving.Weave(file, resolver, _core, _configuration, patience: s_patience);
            if (woven.Assembly is not null)
            {
                File.WriteAllBytes(file, woven.Assembly);
            }

            return woven.Report;
        }
    }
}
