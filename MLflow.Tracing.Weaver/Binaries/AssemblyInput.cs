using MLflow.Tracing.Weaver.Diagnostics;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>A file read for weaving, or why it cannot be woven. The file itself is read once, is not kept open, and is never changed here.</summary>
/// <param name="Module">The module, with its symbols if they belong to it; <see langword="null"/> when it cannot be woven.</param>
/// <param name="Diagnostics">What there is to say about the file: an error when there is no module.</param>
internal sealed record AssemblyInput(ModuleDefinition? Module, IReadOnlyList<WeaverDiagnostic> Diagnostics)
{
    // Sound assemblies of any size are read in seconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Reads a file; whatever is in it, the answer is a module or a diagnostic.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resolver">Finds the assemblies that the module refers to.</param>
    /// <param name="patience">How long reading may take; a minute by default. Damaged metadata may send a reader in circles.</param>
    public static AssemblyInput Read(string path, IAssemblyResolver resolver, TimeSpan? patience = null)
    {
        byte[] image;
        byte[]? symbols;
        try
        {
            image = File.ReadAllBytes(path);
            symbols = WovenFile.SymbolsOf(path) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Refused(path, InputTexts.Unreadable(refused.Message));
        }

        return ImageHeaders.KindOf(image) switch
        {
            ImageKind.NoAssembly => Refused(path, InputTexts.NoAssembly()),
            ImageKind.Bundle => Refused(path, InputTexts.Bundle()),
            ImageKind.MixedMode => Refused(path, InputTexts.MixedMode()),
            _ when MetadataCheck.ProblemOf(image) is { } problem => Refused(path, InputTexts.Damaged(problem)),
            ImageKind.ReadyToRun => WithoutNativeCode(path, ReadPatiently(path, image, symbols, resolver, patience ?? s_patience)),
            _ => ReadPatiently(path, image, symbols, resolver, patience ?? s_patience),
        };
    }

    // B14: the code that was compiled ahead belongs to the unwoven IL. What is written says that there is none.
    private static AssemblyInput WithoutNativeCode(string path, AssemblyInput input)
    {
        if (input.Module is not { } module)
        {
            return input;
        }

        const ModuleAttributes IsIlLibrary = (ModuleAttributes)4;
        module.Attributes = (module.Attributes & ~IsIlLibrary) | ModuleAttributes.ILOnly;
        module.Architecture = TargetArchitecture.I386;
        return input with { Diagnostics = [InputTexts.ReadyToRun().At(path), .. input.Diagnostics] };
    }

    private static AssemblyInput ReadPatiently(string path, byte[] image, byte[]? symbols, IAssemblyResolver resolver, TimeSpan patience)
    {
        var reading = Task.Run(() => ReadManaged(path, image, symbols, resolver));
        return reading.Wait(patience) ? reading.Result : Refused(path, InputTexts.Endless());
    }

    private static AssemblyInput ReadManaged(string path, byte[] image, byte[]? symbols, IAssemblyResolver resolver)
    {
        try
        {
            // What is wrong with the metadata is to be found here and not while the module is woven. The module itself is read as it is needed:
            // reading symbols at once fails on methods without lines.
            ModuleDefinition.ReadModule(new MemoryStream(image), new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = resolver }).Dispose();
            var module = ModuleDefinition.ReadModule(new MemoryStream(image), new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = resolver });
            if (module.GetTypeReferences().FirstOrDefault(static type => type.Scope is null) is { } homeless)
            {
                module.Dispose();
                return Refused(path, InputTexts.Damaged($"the type {homeless.FullName} comes from no assembly."));
            }

            return new AssemblyInput(module, ReadSymbols(path, symbols, module) is { } problem ? [InputTexts.ForeignSymbols(problem).At(path)] : []);
        }
#pragma warning disable CA1031 // the reader of a damaged file may throw anything; the file is not touched
        catch (Exception damage)
#pragma warning restore CA1031
        {
            return Refused(path, InputTexts.Damaged(damage.Message));
        }
    }

    // Returns what is wrong with the symbols. Their absence is nothing wrong.
    private static string? ReadSymbols(string path, byte[]? symbols, ModuleDefinition module)
    {
        try
        {
            if (symbols is not null)
            {
                module.ReadSymbols(new PortablePdbReaderProvider().GetSymbolReader(module, new MemoryStream(symbols)), throwIfSymbolsAreNotMaching: true);
            }
            else if (module.HasDebugHeader && module.GetDebugHeader().Entries.Any(static entry => entry.Directory.Type == ImageDebugType.EmbeddedPortablePdb))
            {
                module.ReadSymbols(new EmbeddedPortablePdbReaderProvider().GetSymbolReader(module, path), throwIfSymbolsAreNotMaching: true);
            }

            return null;
        }
#pragma warning disable CA1031 // as above; the program can be woven without
        catch (Exception damage)
#pragma warning restore CA1031
        {
            return damage.Message;
        }
    }

    private static AssemblyInput Refused(string path, DiagnosticText text) => new(null, [text.At(path)]);
}
