using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>All of a body that the emitters may change, to put it back when one of them gives up half-way.</summary>
internal sealed class BodySnapshot
{
    private readonly MethodBody _body;
    private readonly List<Instruction> _instructions;
    private readonly List<(OpCode OpCode, object? Operand, int Offset)> _contents;
    private readonly List<(ExceptionHandler Handler, ExceptionHandler Copy)> _handlers;
    private readonly int _locals;
    private readonly bool _initLocals;
    private readonly List<SequencePoint> _sequencePoints;
    private readonly List<(ScopeDebugInformation Scope, InstructionOffset Start, InstructionOffset End)> _scopes = [];

    private BodySnapshot(MethodDefinition method)
    {
        _body = method.Body;
        _instructions = [.. _body.Instructions];
        _contents = _instructions.ConvertAll(i => (i.OpCode, (object?)i.Operand, i.Offset));
        _handlers = [.. _body.ExceptionHandlers.Select(h => (h, Copy(h)))];
        _locals = _body.Variables.Count;
        _initLocals = _body.InitLocals;
        _sequencePoints = [.. method.DebugInformation.SequencePoints];
        Keep(method.DebugInformation.Scope);
    }

    /// <summary>Remembers a method's body as it is.</summary>
    public static BodySnapshot Of(MethodDefinition method) => new(method);

    /// <summary>Puts the body back as it was.</summary>
    public void Restore()
    {
        for (int i = 0; i < _instructions.Count; i++)
        {
            _instructions[i].OpCode = _contents[i].OpCode;
            _instructions[i].Operand = _contents[i].Operand;
            _instructions[i].Offset = _contents[i].Offset;
        }

        MethodBodyEditor.ReplaceInstructions(_body, _instructions);

        _body.ExceptionHandlers.Clear();
        foreach ((ExceptionHandler handler, ExceptionHandler copy) in _handlers)
        {
            Assign(handler, copy);
            _body.ExceptionHandlers.Add(handler);
        }

        while (_body.Variables.Count > _locals)
        {
            _body.Variables.RemoveAt(_body.Variables.Count - 1);
        }

        _body.InitLocals = _initLocals;

        var points = _body.Method.DebugInformation.SequencePoints;
        points.Clear();
        _sequencePoints.ForEach(points.Add);
        foreach ((ScopeDebugInformation scope, InstructionOffset start, InstructionOffset end) in _scopes)
        {
            scope.Start = start;
            scope.End = end;
        }
    }

    private static ExceptionHandler Copy(ExceptionHandler handler)
    {
        var copy = new ExceptionHandler(handler.HandlerType);
        Assign(copy, handler);
        return copy;
    }

    private static void Assign(ExceptionHandler to, ExceptionHandler from)
    {
        to.TryStart = from.TryStart;
        to.TryEnd = from.TryEnd;
        to.FilterStart = from.FilterStart;
        to.HandlerStart = from.HandlerStart;
        to.HandlerEnd = from.HandlerEnd;
        to.CatchType = from.CatchType;
    }

    private void Keep(ScopeDebugInformation? scope)
    {
        if (scope is null)
        {
            return;
        }

        _scopes.Add((scope, scope.Start, scope.End));
        foreach (ScopeDebugInformation inner in scope.Scopes)
        {
            Keep(inner);
        }
    }
}
