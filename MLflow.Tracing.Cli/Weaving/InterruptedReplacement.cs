using System.Reflection.PortableExecutable;
using MLflow.Tracing.Weaver.Binaries;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>
/// What a run left that was killed between the symbols of an assembly and the assembly itself: the old assembly beside symbols of the new one, without which it would be woven now.
/// </summary>
internal static class InterruptedReplacement
{
    /// <summary>Puts the assembly that belongs to the symbols in place, if that run left it behind. Files that somebody else has put there since stay as they are.</summary>
    /// <exception cref="IOException">It cannot be put there.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not do so.</exception>
    public static void Finish(string assembly)
    {
        var staged = StagedChanges.PlaceOf(assembly);
        var symbols = WovenFile.SymbolsOf(assembly);
        if (File.Exists(staged) && File.Exists(symbols) && !BelongTogether(assembly, symbols) && BelongTogether(staged, symbols))
        {
            File.Move(staged, assembly, overwrite: true);
        }
    }

    private static bool BelongTogether(string assembly, string symbols)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(assembly));
            var isFound = image.TryOpenAssociatedPortablePdb(assembly, _ => File.OpenRead(symbols), out var reader, out var place);
            reader?.Dispose();
            return isFound && place is not null;
        }
        catch (BadImageFormatException)
        {
            // Cut off, or no portable symbols.
            return false;
        }
    }
}
