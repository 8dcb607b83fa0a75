using MLflow.Tracing.Weaver.Emission;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Finds the members that a method overrides or implements, in this assembly and in referenced ones, and what their attributes say about it.</summary>
internal sealed class BaseMembers
{
    private const string Core = "MLflow.Tracing.Core";

    private readonly BaseTypes _types = new();
    private readonly Dictionary<ModuleDefinition, bool> _mayCarryMarks = [];

    /// <summary>The base types that could not be found.</summary>
    public IReadOnlyCollection<string> UnresolvedTypes => _types.Unresolved;

    /// <summary>The members, the nearest first. Those of assemblies that do not know our attributes are left out.</summary>
    public IEnumerable<MethodDefinition> Of(MethodDefinition method)
    {
        if (!method.IsVirtual && !method.HasOverrides)
        {
            yield break;
        }

        foreach (var overridden in method.Overrides)
        {
            if (TypeShape.TryResolve(overridden) is not { } found)
            {
                _types.NoteUnresolved(overridden.DeclaringType);
            }
            else if (MayCarryMarks(found.DeclaringType))
            {
                yield return found;
            }
        }

        if (!method.IsVirtual)
        {
            yield break;
        }

        string? signature = null;
        foreach (var candidate in _types.Of(method.DeclaringType).Where(candidate => CanHold(candidate, method) && MayCarryMarks(candidate.Type)))
        {
            signature ??= ClosedSignature.Of(method, ClosedSignature.OpenArguments(method.DeclaringType));
            foreach (var member in candidate.Type.Methods)
            {
                if (member.IsVirtual && member.Name == method.Name && member.Parameters.Count == method.Parameters.Count && ClosedSignature.Of(member, candidate.Arguments) == signature)
                {
                    yield return member;
                }
            }
        }
    }

    /// <summary>What the nearest <c>[Trace(Inherited = true)]</c> on one of them, or on its type, says; <c>[NoTrace]</c> on the way ends the search.</summary>
    public InheritedMark? MarkFor(MethodDefinition method)
    {
        foreach (var member in Of(method))
        {
            var onMember = TraceMark.OnMember(member);
            var mark = onMember ?? TraceMark.On(member.DeclaringType);
            if (mark is { IsTrace: false })
            {
                return null;
            }

            if (mark is { IsInherited: true })
            {
                return new InheritedMark(mark, onMember is not null, onMember is null ? DeclaredNames.TypeNameOf(member.DeclaringType) : SourceMethod.DisplayNameOf(member));
            }
        }

        return null;
    }

    // A new slot overrides nothing, and an interface that only a base class names is implemented there already.
    private static bool CanHold(BaseType type, MethodDefinition method) => !method.IsNewSlot || (type.IsInterface && type.IsOwn);

    private bool MayCarryMarks(TypeDefinition type)
    {
        if (!_mayCarryMarks.TryGetValue(type.Module, out var result))
        {
            _mayCarryMarks[type.Module] = result = type.Module.AssemblyReferences.Any(static reference => reference.Name == Core);
        }

        return result;
    }
}
