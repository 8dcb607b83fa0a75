using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using MethodDefinition = Mono.Cecil.MethodDefinition;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Whether symbols fit the code: every offset they name begins an instruction, every local exists. Read raw, since Cecil mends what does not fit.</summary>
internal static class SymbolConsistency
{
    /// <summary>What does not fit, a line each.</summary>
    /// <param name="path">The assembly, with its symbols beside it or in it.</param>
    /// <param name="methods">Those of its methods to look at.</param>
    public static IReadOnlyList<string> Findings(string path, IEnumerable<MethodDefinition> methods)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.TryOpenAssociatedPortablePdb(path, name => File.Exists(name) ? File.OpenRead(name) : null, out MetadataReaderProvider? provider, out _))
        {
            return ["the symbols are not those of this assembly"];
        }

        using (provider)
        {
            MetadataReader symbols = provider!.GetMetadataReader();
            return [.. methods.SelectMany(method => Findings(symbols, method))];
        }
    }

    private static IEnumerable<string> Findings(MetadataReader symbols, MethodDefinition method)
    {
        HashSet<int> starts = [.. method.Body.Instructions.Select(i => i.Offset)];
        MethodDefinitionHandle handle = MetadataTokens.MethodDefinitionHandle((int)method.MetadataToken.RID);
        foreach (SequencePoint point in symbols.GetMethodDebugInformation(handle).GetSequencePoints().Where(p => !starts.Contains(p.Offset)))
        {
            yield return $"{method.FullName}: the sequence point of line {(point.IsHidden ? "none" : point.StartLine)} does not begin an instruction";
        }

        foreach (LocalScopeHandle scopeHandle in symbols.GetLocalScopes(handle))
        {
            LocalScope scope = symbols.GetLocalScope(scopeHandle);
            if (!starts.Contains(scope.StartOffset) || (scope.EndOffset != method.Body.CodeSize && !starts.Contains(scope.EndOffset)))
            {
                yield return $"{method.FullName}: a scope does not begin and end with instructions";
            }

            foreach (LocalVariable variable in scope.GetLocalVariables().Select(symbols.GetLocalVariable).Where(v => v.Index >= method.Body.Variables.Count))
            {
                yield return $"{method.FullName}: the symbols name a local '{symbols.GetString(variable.Name)}' that does not exist";
            }
        }
    }
}
