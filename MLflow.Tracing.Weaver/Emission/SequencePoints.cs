using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>Keeps lines, scopes and frames of a woven method where they were (B7).</summary>
internal static class SequencePoints
{
    private const int HiddenLine = 0xfeefee;

    /// <summary>
    /// Gives code inserted at the start a copy of the first visible sequence point: frames that report offset 0 keep file and line.
    /// </summary>
    public static void CoverPrologue(MethodDefinition method, Instruction first)
    {
        var points = method.DebugInformation.SequencePoints;
        SequencePoint? visible = points.FirstOrDefault(p => !p.IsHidden);
        if (visible is not null)
        {
            points.Insert(0, At(first, visible));
        }

        if (method.DebugInformation.Scope is { } root)
        {
            root.Start = new InstructionOffset(first);
        }
    }

    /// <summary>Hides code appended at the end from debuggers, and keeps the scopes of the compiler's locals from growing over it.</summary>
    public static void HideFrom(MethodDefinition method, Instruction first)
    {
        var points = method.DebugInformation.SequencePoints;
        if (points.Count > 0)
        {
            points.Add(new SequencePoint(first, points[points.Count - 1].Document)
            {
                StartLine = HiddenLine,
                EndLine = HiddenLine,
            });
        }

        if (method.DebugInformation.Scope is { } root)
        {
            foreach (ScopeDebugInformation inner in root.Scopes)
            {
                EndAt(inner, first);
            }
        }
    }

    /// <summary>Moves the sequence points and the start of the outermost scope from instructions to others.</summary>
    public static void Move(MethodDefinition method, IReadOnlyDictionary<Instruction, Instruction> moved)
    {
        var byOffset = moved.ToDictionary(m => m.Key.Offset, m => m.Value);
        var points = method.DebugInformation.SequencePoints;
        for (int i = 0; i < points.Count; i++)
        {
            if (byOffset.TryGetValue(points[i].Offset, out Instruction? to))
            {
                points[i] = At(to, points[i]);
            }
        }

        if (method.DebugInformation.Scope is { } root && byOffset.TryGetValue(root.Start.Offset, out Instruction? start))
        {
            root.Start = new InstructionOffset(start);
        }
    }

    private static SequencePoint At(Instruction instruction, SequencePoint like) => new(instruction, like.Document)
    {
        StartLine = like.StartLine,
        StartColumn = like.StartColumn,
        EndLine = like.EndLine,
        EndColumn = like.EndColumn,
    };

    private static void EndAt(ScopeDebugInformation scope, Instruction end)
    {
        if (scope.End.IsEndOfMethod)
        {
            scope.End = new InstructionOffset(end);
        }

        foreach (ScopeDebugInformation inner in scope.Scopes)
        {
            EndAt(inner, end);
        }
    }
}
