using System.Globalization;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Snapshots;

/// <summary>A method's IL as text that changes only when the code does: instructions are numbered, not addressed.</summary>
internal static class IlText
{
    /// <summary>Locals, instructions with the borders of protected regions, and visible sequence points.</summary>
    public static string Of(MethodDefinition method)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{method.DeclaringType.Name}.{method.Name}\n");
        text.Append(CultureInfo.InvariantCulture, $"  .locals{(method.Body.InitLocals ? " init" : "")} ({string.Join(", ", method.Body.Variables.Select(v => $"[{v.Index}] {Short(v.VariableType)}"))})\n");
        var lines = method.DebugInformation.SequencePoints.ToDictionary(p => p.Offset, p => p.IsHidden ? "hidden" : $"line {p.StartLine.ToString(CultureInfo.InvariantCulture)}");
        foreach (var instruction in method.Body.Instructions)
        {
            foreach (var border in BordersAt(instruction, method.Body))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {border}\n");
            }

            var place = lines.TryGetValue(instruction.Offset, out var line) ? $"    // {line}" : "";
            text.Append($"    {Label(instruction, method.Body)}  {instruction.OpCode.Name} {OperandOf(instruction, method.Body)}".TrimEnd()).Append(place).Append('\n');
        }

        foreach (var border in BordersAt(null, method.Body))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {border}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> BordersAt(Instruction? instruction, MethodBody body)
    {
        // Inner regions come first in the table: they end before, and start after, the outer ones.
        for (var i = 0; i < body.ExceptionHandlers.Count; i++)
        {
            var handler = body.ExceptionHandlers[i];
            if (handler.HandlerEnd == instruction)
            {
                yield return $"}} // {handler.HandlerType.ToString().ToLowerInvariant()} {i}";
            }
            else if (handler.TryEnd == instruction && instruction is not null)
            {
                yield return $"}} // try {i}";
            }
        }

        if (instruction is null)
        {
            yield break;
        }

        for (var i = body.ExceptionHandlers.Count - 1; i >= 0; i--)
        {
            var handler = body.ExceptionHandlers[i];
            if (handler.TryStart == instruction)
            {
                yield return $"try {{ // {i}";
            }

            if (handler.FilterStart == instruction)
            {
                yield return $"filter {{ // {i}";
            }

            if (handler.HandlerStart == instruction)
            {
                yield return $"{(handler.CatchType is { } type ? $"catch {Short(type)}" : handler.HandlerType == ExceptionHandlerType.Filter ? "handler" : handler.HandlerType.ToString().ToLowerInvariant())} {{ // {i}";
            }
        }
    }

    private static string Label(Instruction instruction, MethodBody body)
        => body.Instructions.IndexOf(instruction).ToString("000", CultureInfo.InvariantCulture);

    private static string OperandOf(Instruction instruction, MethodBody body) => instruction.Operand switch
    {
        null => "",
        Instruction target => Label(target, body),
        Instruction[] targets => $"({string.Join(", ", targets.Select(t => Label(t, body)))})",
        string literal => $"\"{literal.Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        VariableDefinition local => $"[{local.Index}]",
        ParameterDefinition parameter => parameter.Name is { Length: > 0 } name ? name : "this",
        GenericInstanceMethod method => $"{Short(method.DeclaringType)}::{method.Name}<{string.Join(", ", method.GenericArguments.Select(Short))}>",
        MethodReference method => $"{Short(method.DeclaringType)}::{method.Name}",
        FieldReference field => $"{Short(field.DeclaringType)}::{field.Name}",
        TypeReference type => Short(type),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };

    private static string Short(TypeReference type) => type switch
    {
        GenericInstanceType generic => $"{generic.ElementType.Name.Split('`')[0]}<{string.Join(", ", generic.GenericArguments.Select(Short))}>",
        ByReferenceType reference => Short(reference.ElementType) + "&",
        ArrayType array => Short(array.ElementType) + "[]",
        _ => type.Name,
    };
}
