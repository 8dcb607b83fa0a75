using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>Whether the symbols of one method fit its code: every offset they name begins an instruction, every local exists.</summary>
internal static class SymbolConsistency
{
    public static IEnumerable<string> Findings(MethodDefinition method)
    {
        HashSet<int> starts = [.. method.Body.Instructions.Select(i => i.Offset)];
        MethodDebugInformation symbols = method.DebugInformation;
        foreach (SequencePoint point in symbols.SequencePoints.Where(p => !starts.Contains(p.Offset)))
        {
            yield return $"{method.FullName}: the sequence point of line {point.StartLine} is between instructions";
        }

        foreach (string finding in symbols.Scope is null ? [] : ScopeFindings(symbols.Scope, method, starts))
        {
            yield return finding;
        }

        foreach (AsyncMethodBodyDebugInformation points in method.CustomDebugInformations.OfType<AsyncMethodBodyDebugInformation>())
        {
            if (!points.Yields.Concat(points.Resumes).All(o => starts.Contains(o.Offset)))
            {
                yield return $"{method.FullName}: an await point is between instructions";
            }
        }
    }

    private static IEnumerable<string> ScopeFindings(ScopeDebugInformation scope, MethodDefinition method, HashSet<int> starts)
    {
        int end = scope.End.IsEndOfMethod ? method.Body.CodeSize : scope.End.Offset;
        if (!starts.Contains(scope.Start.Offset) || end <= scope.Start.Offset || (end != method.Body.CodeSize && !starts.Contains(end)))
        {
            yield return $"{method.FullName}: a scope does not begin and end with instructions";
        }

        foreach (VariableDebugInformation variable in scope.Variables.Where(v => v.Index >= method.Body.Variables.Count))
        {
            yield return $"{method.FullName}: the symbols name a local '{variable.Name}' that does not exist";
        }

        foreach (string finding in scope.Scopes.SelectMany(inner => ScopeFindings(inner, method, starts)))
        {
            yield return finding;
        }
    }
}
