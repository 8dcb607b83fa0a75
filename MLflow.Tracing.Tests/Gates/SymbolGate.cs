using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Gate P: what a debugger is told of a method agrees with its code, and is what it was told before weaving.</summary>
internal sealed class SymbolGate : IGate
{
    public string Name => "P";

    public string Purpose => "sequence points, scopes, locals and await points";

    public GateResult Check(string assembly, string? baseline)
    {
        if (!HasSymbols(assembly))
        {
            return GateResult.Skipped("the assembly has no portable symbols beside it or in it");
        }

        using ModuleDefinition after = Read(assembly);
        IReadOnlyList<string> wrong = SymbolConsistency.Findings(assembly, Methods(after));
        if (baseline is null || !HasSymbols(baseline))
        {
            return new GateResult(wrong);
        }

        using ModuleDefinition before = Read(baseline);
        IReadOnlyList<string> wrongBefore = SymbolConsistency.Findings(baseline, Methods(before));
        return new GateResult([.. GateResult.Compare(wrong, wrongBefore).NewFindings, .. Differences(before, after)]);
    }

    private static IEnumerable<string> Differences(ModuleDefinition before, ModuleDefinition after)
    {
        ILookup<string, MethodDefinition> woven = Methods(after).ToLookup(m => m.FullName);
        foreach (MethodDefinition method in Methods(before))
        {
            if (woven[method.FullName].FirstOrDefault() is not { } same)
            {
                yield return $"{method.FullName}: is gone";
                continue;
            }

            foreach ((string what, string was, string isNow) in MethodSymbols.Differences(method, same))
            {
                yield return $"{method.FullName}: {what} were [{was}] and are [{isNow}]";
            }
        }
    }

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module)
        => module.GetTypes().Where(t => t.Namespace != "MLflow.Tracing.Generated").SelectMany(t => t.Methods).Where(m => m.HasBody && m.Body.Instructions.Count > 0);

    private static bool HasSymbols(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = false });
        return File.Exists(Path.ChangeExtension(path, ".pdb"))
            || (module.HasDebugHeader && module.GetDebugHeader().Entries.Any(e => e.Directory.Type == ImageDebugType.EmbeddedPortablePdb));
    }

    private static ModuleDefinition Read(string path)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(Path.GetFullPath(path)));
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return ModuleDefinition.ReadModule(path, new ReaderParameters { ReadSymbols = true, InMemory = true, AssemblyResolver = resolver });
    }
}
