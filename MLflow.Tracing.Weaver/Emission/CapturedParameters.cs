using System.Text;
using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// The parameters of a woven method whose entry values are recorded, one hook call each, so that nothing is boxed and no array is
/// made (3.7):
/// <code>
///   ldarg p ; brfalse NEXT                                        // by reference only: a null reference is legal
///   [target] ; ldc i ; ldarg p [ ; ldobj T ] ; call Arg&lt;T&gt;(int32, !!0)
///   [target] ; ldc i ; ldarg p ; call ArgSpan&lt;T&gt;(int32, ReadOnlySpan&lt;!!0&gt;)
///   [target] ; ldc i ; ldstr "int*" ; call ArgOpaque(int32, string)
///   [target] ; ldc i ; call ArgRedacted(int32)
/// </code>
/// </summary>
internal sealed class CapturedParameters
{
    private readonly List<ParameterDefinition> _parameters = [];
    private readonly HashSet<ParameterDefinition> _readable = [];
    private readonly SpanDefinition _span;

    /// <summary>Settles which parameters are recorded.</summary>
    public CapturedParameters(MethodDefinition method, SpanDefinition span)
    {
        _span = span;
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            if (TypeShape.Referent(parameter.ParameterType) is not null && ReferenceSafety.IsReadThrough(method.Body, parameter))
            {
                _readable.Add(parameter);
            }
        }

        if (!span.CaptureInputs)
        {
            return;
        }

        foreach (ParameterDefinition parameter in method.Parameters)
        {
            // P3: an out parameter holds nothing yet.
            if (!(parameter.IsOut && !parameter.IsIn && parameter.ParameterType is { } type && TypeShape.Referent(type) is not null))
            {
                _parameters.Add(parameter);
            }
        }
    }

    /// <summary>The names, each followed by a line feed; the position of a name is the index given to the hook.</summary>
    public string Names
    {
        get
        {
            var names = new StringBuilder();
            foreach (ParameterDefinition parameter in _parameters)
            {
                names.Append(NameOf(parameter)).Append('\n');
            }

            return names.ToString();
        }
    }

    /// <summary>A parameter's name; metadata may lack it.</summary>
    public static string NameOf(ParameterDefinition parameter) => string.IsNullOrEmpty(parameter.Name) ? "arg" + parameter.Index : parameter.Name;

    /// <summary>Whether what a parameter by reference refers to may be read, see <see cref="ReferenceSafety"/>.</summary>
    public bool IsReadable(ParameterDefinition parameter) => _readable.Contains(parameter);

    /// <summary>The code that hands all of them over.</summary>
    /// <param name="target">Loads what the hooks are called on: the scope's address, or the asynchronous call.</param>
    /// <param name="hooks">The hooks.</param>
    public IEnumerable<Instruction> Load(Func<Instruction> target, Hooks hooks)
    {
        var code = new List<Instruction>();
        for (int i = 0; i < _parameters.Count; i++)
        {
            ParameterDefinition parameter = _parameters[i];
            TypeReference? referent = TypeShape.Referent(parameter.ParameterType);
            TypeReference type = referent ?? TypeShape.WithoutModifiers(parameter.ParameterType);

            if (_span.RedactedParameters.Contains(parameter.Index))
            {
                code.AddRange([target(), IlCode.LoadInt(i), Instruction.Create(OpCodes.Call, hooks.Redacted)]); // P21: the value is not even loaded
            }
            else if (referent is null && hooks.Span is not null && SpanShape.Of(type) is { } span)
            {
                code.AddRange([target(), IlCode.LoadInt(i), IlCode.LoadArgument(parameter), Instruction.Create(OpCodes.Call, hooks.Span(span))]);
            }
            else if (!TypeShape.CanBeCaptured(type) || (referent is not null && !IsReadable(parameter)))
            {
                code.AddRange([target(), IlCode.LoadInt(i), Instruction.Create(OpCodes.Ldstr, SourceTypeNames.Of(parameter.ParameterType)), Instruction.Create(OpCodes.Call, hooks.Opaque)]);
            }
            else if (referent is null)
            {
                code.AddRange([target(), IlCode.LoadInt(i), IlCode.LoadArgument(parameter), Instruction.Create(OpCodes.Call, hooks.Value(type))]);
            }
            else
            {
                // P1, P2: a copy of what it refers to now
                Instruction next = Instruction.Create(OpCodes.Nop);
                code.AddRange(
                [
                    IlCode.LoadArgument(parameter),
                    Instruction.Create(OpCodes.Brfalse, next),
                    target(),
                    IlCode.LoadInt(i),
                    IlCode.LoadArgument(parameter),
                    Instruction.Create(OpCodes.Ldobj, type),
                    Instruction.Create(OpCodes.Call, hooks.Value(type)),
                    next,
                ]);
            }
        }

        return code;
    }

    /// <summary>The hooks an argument may go to.</summary>
    /// <param name="Value">Records a value of the given type.</param>
    /// <param name="Span">Records what a span holds; null where there cannot be one.</param>
    /// <param name="Opaque">Records that a value cannot be looked at.</param>
    /// <param name="Redacted">Records that a value is not to be looked at.</param>
    internal sealed record Hooks(Func<TypeReference, MethodReference> Value, Func<SpanShape, MethodReference>? Span, MethodReference Opaque, MethodReference Redacted);
}
