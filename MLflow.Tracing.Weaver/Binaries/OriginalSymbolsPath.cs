using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>
/// B2: writes into an assembly where its symbols were when it was compiled. Cecil would write where they are now, so that the same program, woven in two folders, would differ, and
/// the folder of a build machine would show in stack traces.
/// </summary>
/// <remarks>CodeView entry: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PE-COFF.md#codeview-debug-directory-entry-type-2.</remarks>
internal sealed class OriginalSymbolsPath(ISymbolWriterProvider inner, string? path) : ISymbolWriterProvider
{
    private const int PlaceOfPath = 24;

    /// <summary>The path that a module names; <see langword="null"/> when it names none.</summary>
    public static string? In(ModuleDefinition module)
    {
        var data = module.HasDebugHeader ? module.GetDebugHeader().Entries.FirstOrDefault(IsCodeView)?.Data : null;
        return data is { Length: > PlaceOfPath } ? Encoding.UTF8.GetString(data, PlaceOfPath, data.Length - PlaceOfPath).TrimEnd('\0') : null;
    }

    public ISymbolWriter GetSymbolWriter(ModuleDefinition module, string fileName) => new Writer(inner.GetSymbolWriter(module, fileName), path);

    public ISymbolWriter GetSymbolWriter(ModuleDefinition module, Stream symbolStream) => new Writer(inner.GetSymbolWriter(module, symbolStream), path);

    private static bool IsCodeView(ImageDebugHeaderEntry entry) => entry.Directory.Type == ImageDebugType.CodeView;

    private sealed class Writer(ISymbolWriter inner, string? path) : ISymbolWriter
    {
        public ISymbolReaderProvider GetReaderProvider() => inner.GetReaderProvider();

        public ImageDebugHeader GetDebugHeader()
        {
            var header = inner.GetDebugHeader();
            return path is null ? header : new ImageDebugHeader([.. header.Entries.Select(WithPath)]);
        }

        public void Write(MethodDebugInformation info) => inner.Write(info);

        public void Write() => inner.Write();

        public void Write(ICustomDebugInformationProvider provider) => inner.Write(provider);

        public void Dispose() => inner.Dispose();

        private ImageDebugHeaderEntry WithPath(ImageDebugHeaderEntry entry)
        {
            if (!IsCodeView(entry) || entry.Data.Length < PlaceOfPath)
            {
                return entry;
            }

            byte[] data = [.. entry.Data.Take(PlaceOfPath), .. Encoding.UTF8.GetBytes(path!), 0];
            var directory = entry.Directory;
            directory.SizeOfData = data.Length;
            return new ImageDebugHeaderEntry(directory, data);
        }
    }
}
