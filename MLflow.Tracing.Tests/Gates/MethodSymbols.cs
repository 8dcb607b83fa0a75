using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>What the symbols say of one method in words that weaving must not change: lines and locals with the code they stand at.</summary>
internal static class MethodSymbols
{
    /// <summary>What differs between a method and the same method after weaving.</summary>
    public static IEnumerable<(string What, string Was, string IsNow)> Differences(MethodDefinition before, MethodDefinition after)
        => from facts in Facts(before).Zip(Facts(after))
           where facts.First.Text != facts.Second.Text
           select (facts.First.What, facts.First.Text, facts.Second.Text);

    private static IEnumerable<(string What, string Text)> Facts(MethodDefinition method)
    {
        MethodDebugInformation symbols = method.DebugInformation;
        yield return ("lines", string.Join("; ", Lines(method)));
        yield return ("locals", string.Join("; ", Locals(method, symbols.Scope)));
        yield return ("await points", AwaitPoints(method));
        yield return ("kickoff methods", symbols.StateMachineKickOffMethod?.FullName ?? "none");
    }

    // Points that repeat a line count as one. At the first the prologue of weaving stands, so only the line is told.
    private static IEnumerable<string> Lines(MethodDefinition method)
    {
        SequencePoint[] points = [.. method.DebugInformation.SequencePoints.Where(p => !p.IsHidden)];
        return points
            .Where((p, i) => i == 0 || Position(points[i - 1]) != Position(p))
            .Select((p, i) => i == 0 ? Position(p) : $"{Position(p)} {CodeAt(method, p.Offset)}");
    }

    private static string Position(SequencePoint point)
        => $"{Path.GetFileName(point.Document.Url)} {point.StartLine}:{point.StartColumn}-{point.EndLine}:{point.EndColumn}";

    private static IEnumerable<string> Locals(MethodDefinition method, ScopeDebugInformation? scope)
        => scope is null
            ? []
            : [.. scope.Variables.Select(v => v.Name + v.Index), .. scope.Scopes.Select(inner => $"{{ {CodeAt(method, inner.Start.Offset)} to {LastCode(method, inner)} {string.Join("; ", Locals(method, inner))} }}")];

    private static string LastCode(MethodDefinition method, ScopeDebugInformation scope)
        => method.Body.Instructions.LastOrDefault(i => scope.End.IsEndOfMethod || i.Offset < scope.End.Offset) is { } last ? Code(last) : "nothing";

    private static string AwaitPoints(MethodDefinition method)
        => method.CustomDebugInformations.OfType<AsyncMethodBodyDebugInformation>().SingleOrDefault() is { } points
            ? $"{string.Join(", ", points.Yields.Select(y => CodeAt(method, y.Offset)))} / {string.Join(", ", points.Resumes.Select(r => CodeAt(method, r.Offset)))} / {(points.CatchHandler.Offset < 0 ? "none" : CodeAt(method, points.CatchHandler.Offset))}"
            : "none";

    private static string CodeAt(MethodDefinition method, int offset)
        => method.Body.Instructions.FirstOrDefault(i => i.Offset == offset) is { } at ? Code(at) : "nothing";

    // Branches differ in length and target, short forms come and go, and what returned now stores its result and leaves.
    private static string Code(Instruction instruction)
    {
        string[] code = instruction.OpCode.Code.ToString().Split('_');
        return code[0] switch
        {
            "Ret" or "Leave" or "Stloc" => "Leave",
            "Ldarg" or "Ldloc" => $"{code[0]} {Slot(instruction, code)}",
            _ => instruction.Operand is Instruction or Instruction[] or null or VariableDefinition or ParameterDefinition ? code[0] : $"{code[0]} {instruction.Operand}",
        };
    }

    private static string Slot(Instruction instruction, string[] code) => instruction.Operand switch
    {
        VariableDefinition local => local.Index.ToString(CultureInfo.InvariantCulture),
        ParameterDefinition parameter => parameter.Sequence.ToString(CultureInfo.InvariantCulture),
        _ => code[1],
    };
}
