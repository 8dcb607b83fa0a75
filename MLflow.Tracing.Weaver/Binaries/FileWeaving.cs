using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Reporting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>Weaves a file in memory: whole, or not at all. Whatever is in the file, the answer is a result.</summary>
internal static class FileWeaving
{
    /// <summary>Reads and weaves a file, with the symbols inside or beside it. The files stay as they are.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="resolver">Finds the assemblies that it refers to.</param>
    /// <param name="core">MLflow.Tracing.Core, as the woven assembly will find it.</param>
    /// <param name="configuration">The effective configuration.</param>
    /// <param name="writing">What it keeps.</param>
    /// <param name="patience">See <see cref="AssemblyInput.Read"/>.</param>
    public static WovenFile Weave(
        string path, IAssemblyResolver resolver, AssemblyDefinition core, WeaverConfiguration configuration, WritingOptions? writing = null, TimeSpan? patience = null)
    {
        var input = AssemblyInput.Read(path, resolver, patience);
        if (input.Module is null)
        {
            return Failed(path, input.Diagnostics);
        }

        using (input.Module)
        {
            try
            {
                var result = WeavingEngine.Weave(input.Module, core, configuration);
                if (!result.IsChanged)
                {
                    return new WovenFile(path, result.Report);
                }

                var file = new WovenFile(path, With(result.Report, input.Diagnostics));
                return file.HasErrors ? file : Write(input.Module, file, writing ?? new WritingOptions());
            }
#pragma warning disable CA1031 // Cecil reads what it needs late: what is damaged may be met while it weaves or writes, and shows in any exception
            catch (Exception damage)
#pragma warning restore CA1031
            {
                return Failed(path, [.. input.Diagnostics, InputTexts.Damaged(damage.Message).At(path)]);
            }
        }
    }

    private static WovenFile Write(ModuleDefinition module, WovenFile file, WritingOptions writing)
    {
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var isBeside = module.HasSymbols && File.Exists(WovenFile.SymbolsOf(file.Path));
        var key = writing.Keys.FirstOrDefault(candidate => candidate.IsOf(module.Assembly.Name.PublicKey));
        ISymbolWriterProvider provider = isBeside ? new PortablePdbWriterProvider() : new EmbeddedPortablePdbWriterProvider();
        DocumentsOfTypes.Remove(module);
        module.Write(assembly, new WriterParameters
        {
            WriteSymbols = module.HasSymbols,
            SymbolWriterProvider = module.HasSymbols ? new OriginalSymbolsPath(provider, OriginalSymbolsPath.In(module)) : null,
            SymbolStream = isBeside ? symbols : null,
            DeterministicMvid = !writing.KeepsMvid,
            StrongNameKeyBlob = key?.Blob,
        });
        var report = key is null && module.Assembly.Name.HasPublicKey ? With(file.Report, [InputTexts.NotSigned(module.Assembly.Name.Name).At(file.Path)]) : file.Report;
        return file with { Report = report, Assembly = assembly.ToArray(), Symbols = isBeside ? symbols.ToArray() : null };
    }

    private static WeavingReport With(WeavingReport report, IEnumerable<WeaverDiagnostic> more) => report with { Diagnostics = [.. more, .. report.Diagnostics] };

    private static WovenFile Failed(string path, IReadOnlyList<WeaverDiagnostic> diagnostics)
        => new(path, new WeavingReport { Assembly = Path.GetFileName(path), ConfigurationHash = "", Note = "did nothing, the file cannot be woven", Diagnostics = diagnostics });
}
