using MLflow.Tracing.Weaver.Emission;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>The base types and interfaces of types, closed over their arguments; each type is looked at once.</summary>
internal sealed class BaseTypes
{
    private readonly Dictionary<TypeDefinition, IReadOnlyList<BaseType>> _known = [];
    private readonly SortedSet<string> _unresolved = new(StringComparer.Ordinal);

    /// <summary>The base types and interfaces that no reference of the module leads to; what stands on them is not known.</summary>
    public IReadOnlyCollection<string> Unresolved => _unresolved;

    /// <summary>Base classes first, the nearest before the farther ones; then the type's own interfaces, then those of its base classes.</summary>
    public IReadOnlyList<BaseType> Of(TypeDefinition type)
    {
        if (!_known.TryGetValue(type, out var found))
        {
            var all = new List<BaseType>();
            AddClasses(type, all);
            var classes = all.ToArray();
            AddInterfaces(type, ClosedSignature.OpenArguments(type), isOwn: true, all);
            foreach (var candidate in classes)
            {
                AddInterfaces(candidate.Type, candidate.Arguments, isOwn: false, all);
            }

            _known[type] = found = all;
        }

        return found;
    }

    /// <summary>Notes a type that cannot be found (B27).</summary>
    public void NoteUnresolved(TypeReference type) => _unresolved.Add(type.GetElementType().FullName);

    private TypeDefinition? Resolve(TypeReference type)
    {
        var resolved = TypeShape.TryResolve(type);
        if (resolved is null)
        {
            NoteUnresolved(type);
        }

        return resolved;
    }

    private void AddClasses(TypeDefinition type, List<BaseType> all)
    {
        var arguments = ClosedSignature.OpenArguments(type);
        var mention = type.BaseType;
        while (mention is not null && mention.MetadataType != MetadataType.Object && mention.FullName != "System.ValueType" && Resolve(mention) is { } resolved)
        {
            arguments = ClosedSignature.Arguments(mention, arguments);
            all.Add(new BaseType(resolved, arguments, IsInterface: false, IsOwn: true));
            mention = resolved.BaseType;
        }
    }

    private void AddInterfaces(TypeDefinition type, IReadOnlyList<string> arguments, bool isOwn, List<BaseType> all)
    {
        foreach (var implemented in type.Interfaces)
        {
            if (Resolve(implemented.InterfaceType) is { } resolved)
            {
                var closed = ClosedSignature.Arguments(implemented.InterfaceType, arguments);
                if (!all.Exists(known => known.Type == resolved && known.Arguments.SequenceEqual(closed, StringComparer.Ordinal)))
                {
                    all.Add(new BaseType(resolved, closed, IsInterface: true, isOwn));
                    AddInterfaces(resolved, closed, isOwn, all);
                }
            }
        }
    }
}
