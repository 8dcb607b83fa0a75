using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>
/// Decides whether anything that runs during a method could ask for the ambient span or carry it elsewhere. Where nothing can, the span
/// need not be made ambient, which is the most expensive part of recording. When in doubt, it can be seen.
/// </summary>
/// <param name="selected">The methods that are woven: each makes spans of its own, whose parent is the ambient one.</param>
internal sealed class AmbientVisibility(IEnumerable<SelectedMethod> selected)
{
    private const int MaximumDepth = 8;

    private readonly HashSet<MethodDefinition> _woven = [.. selected.Select(s => s.Method)];
    private readonly Dictionary<MethodDefinition, bool> _known = [];

    /// <summary>Whether anything the method's body does might look at the ambient span.</summary>
    public bool CanBeSeenFrom(MethodDefinition method) => BodyCanSee(method, [method]);

    private bool BodyCanSee(MethodDefinition method, HashSet<MethodDefinition> path)
    {
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (CanSee(instruction, method, path))
            {
                return true;
            }
        }

        return false;
    }

    private bool CanSee(Instruction instruction, MethodDefinition method, HashSet<MethodDefinition> path)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Call:
                return IsPrefixed(instruction) || CallCanSee((MethodReference)instruction.Operand, isVirtual: false, method, path);
            case Code.Callvirt:
                return IsPrefixed(instruction) || CallCanSee((MethodReference)instruction.Operand, isVirtual: true, method, path);
            case Code.Newobj:
                return CallCanSee((MethodReference)instruction.Operand, isVirtual: false, method, path);
            case Code.Calli or Code.Jmp or Code.Ldftn or Code.Ldvirtftn:
                return true;
            case Code.Ldsfld or Code.Stsfld or Code.Ldsflda:
                return FieldAccessRunsUserCode((FieldReference)instruction.Operand);
            case Code.Castclass or Code.Isinst or Code.Unbox_Any:
                // IDynamicInterfaceCastable answers casts to interfaces with user code; a type parameter may stand for one.
                return TypeShape.TryResolve((TypeReference)instruction.Operand) is not { IsInterface: false };
            default:
                return false;
        }
    }

    // `constrained.` may call any override.
    private static bool IsPrefixed(Instruction call) => call.Previous?.OpCode.Code == Code.Constrained;

    private bool CallCanSee(MethodReference called, bool isVirtual, MethodDefinition caller, HashSet<MethodDefinition> path)
    {
        // Another assembly's bodies are not looked at: it may be a reference assembly, or another version by the time it runs.
        if (called.DeclaringType.GetElementType() is not TypeDefinition || TypeShape.TryResolve(called) is not { } target)
        {
            return !AuditedFramework.IsBlind(called);
        }

        bool mayBeOverridden = isVirtual && target.IsVirtual && !target.IsFinal && !target.DeclaringType.IsSealed;
        return mayBeOverridden
            || !target.HasBody
            || target.IsSynchronized // a wait for a lock may pump messages
            || _woven.Contains(target)
            || InitializerRuns(target.DeclaringType, caller.DeclaringType)
            || CalleeCanSee(target, path);
    }

    private bool CalleeCanSee(MethodDefinition target, HashSet<MethodDefinition> path)
    {
        if (_known.TryGetValue(target, out bool known))
        {
            return known;
        }

        if (path.Count > MaximumDepth)
        {
            return true;
        }

        // Recursion adds nothing that the other instructions of the cycle do not show. An answer that leaned on that is not kept.
        if (!path.Add(target))
        {
            return false;
        }

        bool result = BodyCanSee(target, path);
        path.Remove(target);
        if (result || path.Count == 1)
        {
            _known[target] = result;
        }

        return result;
    }

    // A type's initialiser is user code that may run at the first access. The caller's own type: before its method, if it is not lazy;
    // but a generic one has an initialiser for each of its instantiations.
    private static bool InitializerRuns(TypeDefinition type, TypeDefinition callersType)
        => (type != callersType || type.HasGenericParameters) && HasInitializer(type);

    private static bool FieldAccessRunsUserCode(FieldReference field)
    {
        TypeReference type = field.DeclaringType.GetElementType();
        return type is TypeDefinition definition ? HasInitializer(definition) : type.FullName != "System.String";
    }

    private static bool HasInitializer(TypeDefinition type) => type.Methods.Any(m => m.IsConstructor && m.IsStatic);
}
