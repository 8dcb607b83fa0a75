using System.Collections.Concurrent;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Selection;
using MLflow.Tracing.Woven;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Weaving;

/// <summary>A fixture after weaving: where it was written, and what was and was not woven.</summary>
internal sealed record WovenFixture(string Path, IReadOnlyList<string> Woven, IReadOnlyDictionary<string, string> SkippedBecause)
{
    private static readonly ConcurrentDictionary<Fixture, Lazy<WovenFixture>> s_everything = [];
    private static readonly ConcurrentDictionary<Fixture, Lazy<WovenFixture>> s_asked = [];
    private static readonly SelectionOrigin s_origin = new(Explicit: false, "a test");

    /// <summary>The fixture with everything woven that can be; done once a build.</summary>
    public static WovenFixture Everything(Fixture fixture)
        => s_everything.GetOrAdd(fixture, f => new Lazy<WovenFixture>(() => Weave(f.Path))).Value;

    /// <summary>The fixture with everything woven, also what is woven only when an attribute asks for it; done once a build.</summary>
    public static WovenFixture EverythingAsked(Fixture fixture)
        => s_asked.GetOrAdd(fixture, f => new Lazy<WovenFixture>(() => Weave(f.Path, isExplicit: true))).Value;

    /// <summary>Weaves an assembly into a folder of its own.</summary>
    /// <param name="path">The assembly; its symbols are used if they lie beside it.</param>
    /// <param name="isSelected">Which methods; all that can be by default.</param>
    /// <param name="isExplicit">Whether the methods are asked for by an attribute on themselves.</param>
    /// <param name="span">What their spans look like.</param>
    /// <param name="exceptions">With which clauses they observe exceptions.</param>
    public static WovenFixture Weave(
        string path,
        Func<MethodDefinition, bool>? isSelected = null,
        bool isExplicit = false,
        Func<MethodDefinition, SpanDefinition>? span = null,
        ExceptionHooks exceptions = ExceptionHooks.Filter)
    {
        using ModuleDefinition module = Read(path);
        WovenFixture result = Weave(module, isSelected, isExplicit, span, exceptions);
        CopyDependencies(path, result.Path);
        return result;
    }

    /// <summary>Weaves a module in memory and writes it into a folder of its own.</summary>
    public static WovenFixture Weave(
        ModuleDefinition module,
        Func<MethodDefinition, bool>? isSelected = null,
        bool isExplicit = false,
        Func<MethodDefinition, SpanDefinition>? span = null,
        ExceptionHooks exceptions = ExceptionHooks.Filter)
    {
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        var selected = new List<SelectedMethod>();
        var skipped = new Dictionary<string, string>();
        foreach (MethodDefinition method in module.GetTypes().ToList().SelectMany(t => t.Methods).Where(isSelected ?? (_ => true)))
        {
            Classification classification = StrategyClassifier.Classify(method, isExplicit);
            if (classification.Strategy is { } strategy)
            {
                selected.Add(new SelectedMethod(method, strategy, (span ?? Span)(method), s_origin) { StateMachine = classification.StateMachine });
            }
            else
            {
                skipped[method.FullName] = classification.Reason!.Id;
            }
        }

        var plan = new WeavingPlan(selected, [], new RuntimeDefaults(null, null, null), "test") { Exceptions = exceptions };
        foreach (SkippedMethod failed in ModuleEmitter.Emit(module, core, plan))
        {
            skipped[failed.Method.FullName] = failed.Reason.Text;
        }

        return new WovenFixture(Write(module), [.. selected.Select(s => s.Method.FullName).Except(skipped.Keys)], skipped);
    }

    /// <summary>Writes a woven module into a folder of its own.</summary>
    /// <param name="module">The module.</param>
    /// <param name="beside">Where it was read from: what lies there is copied, too.</param>
    public static string Write(ModuleDefinition module, string? beside = null)
    {
        string output = System.IO.Path.Combine(ScratchFolder.Create(), module.Name);
        module.Write(output, new WriterParameters { WriteSymbols = module.HasSymbols, SymbolWriterProvider = module.HasSymbols ? new PortablePdbWriterProvider() : null });
        if (beside is not null)
        {
            CopyDependencies(beside, output);
        }

        return output;
    }

    /// <summary>A span that records everything under the method's own name.</summary>
    public static SpanDefinition Span(MethodDefinition method) => new(method.Name, "UNKNOWN", true, true, false, [], false);

    /// <summary>Reads a module as the hosts of the engine do.</summary>
    public static ModuleDefinition Read(string path) => ModuleDefinition.ReadModule(path, new ReaderParameters
    {
        ReadSymbols = File.Exists(System.IO.Path.ChangeExtension(path, ".pdb")),
        InMemory = true,
        AssemblyResolver = Resolver(path),
    });

    /// <summary>Resolves against the platform the tests run on and the folder of the assembly.</summary>
    public static DefaultAssemblyResolver Resolver(string path)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(System.IO.Path.GetDirectoryName(path));
        resolver.AddSearchDirectory(System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location));
        return resolver;
    }

    private static void CopyDependencies(string from, string to)
    {
        foreach (string dependency in Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(from)!, "*.dll"))
        {
            string copy = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(to)!, System.IO.Path.GetFileName(dependency));
            if (!File.Exists(copy))
            {
                File.Copy(dependency, copy);
            }
        }
    }
}
