using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Emission;
using MLflow.Tracing.Weaver.Reporting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>Weaves a file in place: whole, or not at all. Whatever is in the file, the answer is a result.</summary>
internal static class FileWeaving
{
    /// <summary>Reads, weaves and replaces a file, and the symbols beside it.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="resolver">Finds the assemblies that it refers to.</param>
    /// <param name="core">MLflow.Tracing.Core, as the woven assembly will find it.</param>
    /// <param name="configuration">The effective configuration.</param>
    /// <param name="patience">See <see cref="AssemblyInput.Read"/>.</param>
    public static WeavingResult Weave(string path, IAssemblyResolver resolver, AssemblyDefinition core, WeaverConfiguration configuration, TimeSpan? patience = null)
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
                if (result.Woven.Count > 0 && result.Diagnostics.All(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Error))
                {
                    Write(input.Module, path);
                }

                return result with { Diagnostics = [.. input.Diagnostics, .. result.Diagnostics] };
            }
#pragma warning disable CA1031 // Cecil reads what it needs late: what is damaged may be met while it weaves or writes, and shows in any exception
            catch (Exception damage)
#pragma warning restore CA1031
            {
                return Failed(path, [.. input.Diagnostics, InputTexts.Damaged(damage.Message).At(path)]);
            }
        }
    }

    private static void Write(ModuleDefinition module, string path)
    {
        var assembly = new MemoryStream();
        var symbols = new MemoryStream();
        var beside = Path.ChangeExtension(path, ".pdb");
        var isBeside = module.HasSymbols && File.Exists(beside);
        DocumentsOfTypes.Remove(module);
        module.Write(assembly, new WriterParameters
        {
            WriteSymbols = module.HasSymbols,
            SymbolWriterProvider = !module.HasSymbols ? null : isBeside ? new PortablePdbWriterProvider() : new EmbeddedPortablePdbWriterProvider(),
            SymbolStream = isBeside ? symbols : null,
        });
        Replace(path, assembly);
        if (isBeside)
        {
            Replace(beside, symbols);
        }
    }

    // A reader sees the old file or the new one, and nothing in between.
    private static void Replace(string path, MemoryStream content)
    {
        var temporary = path + ".mlflow-weaving";
        File.WriteAllBytes(temporary, content.ToArray());
        File.Replace(temporary, path, destinationBackupFileName: null);
    }

    private static WeavingResult Failed(string path, IReadOnlyList<WeaverDiagnostic> diagnostics)
        => new([], [], diagnostics, new WeavingReport { Assembly = Path.GetFileName(path), ConfigurationHash = "", Note = "did nothing, the file cannot be woven", Diagnostics = diagnostics });
}
