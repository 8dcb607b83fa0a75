using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// B4: the table of portable symbols that tells in which documents types without code were written. It names documents by their numbers, and Cecil numbers
/// them anew and drops those without code: written as it was, the table would lead editors to other files.
/// </summary>
/// <remarks>Portable PDB format, TypeDefinitionDocuments: https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md.</remarks>
internal static class DocumentsOfTypes
{
    private static readonly Guid s_kind = new("932e74bc-dba9-4478-8d46-0f32a7bab3d3");

    /// <summary>Sees to it that the table is not written with the module.</summary>
    public static void Remove(ModuleDefinition module)
    {
        // A module that is read as needed gets the table when it is written; until then its types say they have none.
        if (module.HasSymbols && module.SymbolReader is not ReaderWithoutTable)
        {
            module.ReadSymbols(new ReaderWithoutTable(module.SymbolReader));
        }
    }

    private sealed class ReaderWithoutTable(ISymbolReader reader) : ISymbolReader
    {
        public bool ProcessDebugHeader(ImageDebugHeader header) => true;

        public ISymbolWriterProvider GetWriterProvider() => reader.GetWriterProvider();

        public MethodDebugInformation Read(MethodDefinition method) => reader.Read(method);

        public Collection<CustomDebugInformation> Read(ICustomDebugInformationProvider provider)
        {
            var all = reader.Read(provider);
            return all is null || provider is not TypeDefinition ? all! : [.. all.Where(static information => information.Identifier != s_kind)];
        }

        public void Dispose() => reader.Dispose();
    }
}
