using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Collects insertions into one body and applies them in one go. There is no way to remove an instruction: the existing ones keep
/// their identity, so that branches, handlers, scopes and sequence points that point at them stay right (F18, B7).
/// </summary>
internal sealed class MethodBodyEditor
{
    private readonly Dictionary<Instruction, List<Instruction>> _before = [];
    private readonly Dictionary<Instruction, List<Instruction>> _after = [];
    private readonly Dictionary<Instruction, Instruction> _moved = [];
    private readonly List<Instruction> _appended = [];
    private readonly List<ExceptionHandler> _handlers = [];

    /// <summary>Starts an edit: from here to <see cref="Apply"/> all instructions are in their long form (F17, F19).</summary>
    public MethodBodyEditor(MethodDefinition method)
    {
        Method = method;
        Body = method.Body;
        Body.SimplifyMacros();
    }

    /// <summary>The method being edited.</summary>
    public MethodDefinition Method { get; }

    /// <summary>Its body.</summary>
    public MethodBody Body { get; }

    /// <summary>Appends a local (B7: slots of the compiler's locals stay) without a name for debuggers.</summary>
    public VariableDefinition AddLocal(TypeReference type)
    {
        var local = new VariableDefinition(type);
        Body.Variables.Add(local);
        return local;
    }

    /// <summary>Puts code before an instruction; whatever jumps to the instruction still jumps past the code.</summary>
    public void InsertBefore(Instruction target, IEnumerable<Instruction> code) => At(_before, target).AddRange(code);

    /// <summary>Puts code after an instruction.</summary>
    public void InsertAfter(Instruction target, IEnumerable<Instruction> code) => At(_after, target).AddRange(code);

    /// <summary>
    /// Makes code part of the statement that starts at an instruction: jumps to it, regions that start or end at it and its sequence
    /// point go to the code instead.
    /// </summary>
    public void Prefix(Instruction target, IReadOnlyList<Instruction> code)
    {
        List<Instruction> before = At(_before, target);
        if (before.Count == 0)
        {
            _moved[target] = code[0];
        }

        before.AddRange(code);
    }

    /// <summary>Adds code at the end of the body.</summary>
    public void Append(IEnumerable<Instruction> code) => _appended.AddRange(code);

    /// <summary>Adds an exception handler outside of those there are (F5: outer ones come last).</summary>
    public void AddHandler(ExceptionHandler handler) => _handlers.Add(handler);

    /// <summary>Writes the edits into the body and puts its instructions back into their shortest form.</summary>
    public void Apply()
    {
        RedirectJumps();
        CloseRegionsBeforeAppendedCode();

        var edited = new List<Instruction>(Body.Instructions.Count + _appended.Count);
        foreach (Instruction instruction in Body.Instructions)
        {
            AddAll(edited, _before, instruction);
            edited.Add(instruction);
            AddAll(edited, _after, instruction);
        }

        edited.AddRange(_appended);
        ReplaceInstructions(Body, edited);

        foreach (ExceptionHandler handler in _handlers)
        {
            Body.ExceptionHandlers.Add(handler);
        }

        Body.OptimizeMacros();
    }

    /// <summary>Gives a body another list of instructions, without a trace of the old one in the links between them.</summary>
    internal static void ReplaceInstructions(MethodBody body, IReadOnlyList<Instruction> instructions)
    {
        body.Instructions.Clear();
        foreach (Instruction instruction in instructions)
        {
            instruction.Previous = null;
            instruction.Next = null;
            body.Instructions.Add(instruction);
        }
    }

    private static List<Instruction> At(Dictionary<Instruction, List<Instruction>> places, Instruction target)
    {
        if (!places.TryGetValue(target, out List<Instruction>? code))
        {
            places.Add(target, code = []);
        }

        return code;
    }

    private static void AddAll(List<Instruction> edited, Dictionary<Instruction, List<Instruction>> places, Instruction target)
    {
        if (places.TryGetValue(target, out List<Instruction>? code))
        {
            edited.AddRange(code);
        }
    }

    // A region that ends with the body has no end instruction; it must not grow over appended code.
    private void CloseRegionsBeforeAppendedCode()
    {
        if (_appended.Count == 0)
        {
            return;
        }

        foreach (ExceptionHandler handler in Body.ExceptionHandlers)
        {
            handler.TryEnd ??= _appended[0];
            handler.HandlerEnd ??= _appended[0];
        }
    }

    private void RedirectJumps()
    {
        if (_moved.Count == 0)
        {
            return;
        }

        foreach (Instruction instruction in Body.Instructions)
        {
            if (instruction.Operand is Instruction target && _moved.TryGetValue(target, out Instruction? moved))
            {
                instruction.Operand = moved;
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = targets.Select(Moved).ToArray();
            }
        }

        foreach (ExceptionHandler handler in Body.ExceptionHandlers)
        {
            handler.TryStart = Moved(handler.TryStart);
            handler.TryEnd = handler.TryEnd is null ? null : Moved(handler.TryEnd);
            handler.HandlerStart = Moved(handler.HandlerStart);
            handler.HandlerEnd = handler.HandlerEnd is null ? null : Moved(handler.HandlerEnd);
            handler.FilterStart = handler.FilterStart is null ? null : Moved(handler.FilterStart);
        }

        SequencePoints.Move(Method, _moved);
    }

    private Instruction Moved(Instruction target) => _moved.TryGetValue(target, out Instruction? moved) ? moved : target;
}
