using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>A place in a source file, read from the PDB.</summary>
/// <param name="File">The file, or <see langword="null"/> when there is no PDB.</param>
/// <param name="Line">The line, from 1; 0 when not known.</param>
/// <param name="Column">The column, from 1; 0 when not known.</param>
internal readonly record struct SourceLocation(string? File, int Line, int Column)
{
    private const string StateMachine = "System.Runtime.CompilerServices.StateMachineAttribute";

    /// <summary>Where a method starts. One without code gets the file of its type, and no line: a wrong one would mislead.</summary>
    public static SourceLocation Of(MethodDefinition method)
    {
        var point = FirstPoint(method) ?? (StateMachineOf(method)?.Methods.Select(FirstPoint).FirstOrDefault(static candidate => candidate is not null));
        return point is null ? new SourceLocation(Of(method.DeclaringType).File, 0, 0) : At(point);
    }

    /// <summary>Where the first code of a type stands.</summary>
    public static SourceLocation Of(TypeDefinition type)
        => type.Methods.Select(FirstPoint).FirstOrDefault(static candidate => candidate is not null) is { } point ? At(point) : default;

    private static SourceLocation At(SequencePoint point) => new(point.Document.Url, point.StartLine, point.StartColumn);

    private static SequencePoint? FirstPoint(MethodDefinition method)
        => method.HasBody && method.DebugInformation.HasSequencePoints ? method.DebugInformation.SequencePoints.FirstOrDefault(static point => !point.IsHidden) : null;

    // The kickoff of a state machine has no lines of its own; its attribute names the type that has them.
    private static TypeDefinition? StateMachineOf(MethodDefinition method)
    {
        var attribute = method.CustomAttributes.FirstOrDefault(static candidate =>
            candidate.AttributeType.FullName is StateMachine
                or "System.Runtime.CompilerServices.AsyncStateMachineAttribute"
                or "System.Runtime.CompilerServices.IteratorStateMachineAttribute"
                or "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute");
        return attribute is { ConstructorArguments.Count: 1 } && attribute.ConstructorArguments[0].Value is TypeReference type
            ? method.DeclaringType.NestedTypes.FirstOrDefault(nested => nested.Name == type.Name)
            : null;
    }
}
