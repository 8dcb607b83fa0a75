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
///   [target] ; ldc i ; ldstr "Span&lt;int&gt;" ; call ArgOpaque(int32, string)
///   [target] ; ldc i ; call ArgRedacted(int32)
/// </code>
/// </summary>
internal sealed class CapturedParameters
{
    private readonly List<ParameterDefinition> _parameters = [];
    private readonly SpanDefinition _span;

    /// <summary>Settles which parameters are recorded.</summary>
    public CapturedParameters(MethodDefinition method, SpanDefinition span)
    {
        _span = span;
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
                names.Append(string.IsNullOrEmpty(parameter.Name) ? "arg" + parameter.Index : parameter.Name).Append('\n');
            }

            return names.ToString();
        }
    }

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
            else if (!TypeShape.CanBeCaptured(type))
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

    /// <summary>The three hooks an argument may go to.</summary>
    /// <param name="Value">Records a value of the given type.</param>
    /// <param name="Opaque">Records that a value cannot be looked at.</param>
    /// <param name="Redacted">Records that a value is not to be looked at.</param>
    internal sealed record Hooks(Func<TypeReference, MethodReference> Value, MethodReference Opaque, MethodReference Redacted);
}
