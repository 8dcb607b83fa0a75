using System.Reflection.PortableExecutable;
using ICSharpCode.Decompiler.Metadata;
using MLflow.Tracing.Cli.Verification;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Gate I: what a decompiler finds odd about stack heights and kinds, as the command's <c>--verify</c> asks it.</summary>
internal sealed class IlReaderGate : IGate
{
    public string Name => "I";

    public string Purpose => "stack heights and kinds, as a decompiler reads them";

    public GateResult Check(string assembly, string? baseline)
    {
        string[] found = Findings(assembly);
        if (found.Length == 0 || baseline is null)
        {
            return new GateResult(found);
        }

        // Reading is slow; of the baseline only those methods matter that something was found in.
        HashSet<string> names = [.. found.Select(IlFindings.MethodOf)];
        return GateResult.Compare(found, Findings(baseline, names.Contains));
    }

    /// <summary>See <see cref="IlFindings.In"/>.</summary>
    public static string[] Findings(string path, Func<string, bool>? isWanted = null)
    {
        using var file = new PEFile(path, PEStreamOptions.PrefetchEntireImage);
        var resolver = new UniversalAssemblyResolver(path, throwOnError: false, file.DetectTargetFrameworkId());
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return IlFindings.In(file, resolver, isWanted);
    }
}
