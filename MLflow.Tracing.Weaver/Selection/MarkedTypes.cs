using MLflow.Tracing.Weaver.Diagnostics;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>The types that carry <c>[Trace]</c> or <c>[NoTrace]</c>, and whether a <c>[Trace]</c> there reached a method.</summary>
internal sealed class MarkedTypes
{
    private readonly Dictionary<TypeDefinition, TraceMark?> _marks = [];
    private readonly HashSet<TypeDefinition> _effective = [];

    /// <summary>The nearest type around a method that carries an attribute.</summary>
    public (TypeDefinition Type, TraceMark Mark)? NearestTo(MethodDefinition method, MarkDiagnostics diagnostics)
    {
        for (var type = method.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (!_marks.TryGetValue(type, out var mark))
            {
                _marks[type] = mark = TraceMark.On(type);
                if (mark is not null)
                {
                    diagnostics.Check(mark, DeclaredNames.TypeNameOf(type), SourceLocation.Of(type));
                }
            }

            if (mark is not null)
            {
                return (type, mark);
            }
        }

        return null;
    }

    /// <summary>Notes what the attribute of a type did to one method.</summary>
    public void Note(TypeDefinition type, MethodVerdict verdict)
    {
        if (verdict.Outcome is MethodOutcome.Woven or MethodOutcome.Skipped)
        {
            _effective.Add(type);
        }
    }

    /// <summary>A warning for each <c>[Trace]</c> on a type that reached no method: whoever wrote it waits for spans.</summary>
    public IEnumerable<WeaverDiagnostic> WithoutEffect(ModuleDefinition module)
    {
        foreach (var type in module.GetTypes().Where(type => !_effective.Contains(type) && TraceMark.On(type) is { IsTrace: true, IsInherited: false }))
        {
            var name = DeclaredNames.TypeNameOf(type);
            var location = SourceLocation.Of(type);
            var text = type.IsInterface ? SelectionTexts.InterfaceWithoutEffect(name) : SelectionTexts.TypeWithoutEffect(name);
            yield return text.At(location.File, location.Line, location.Column);
        }
    }
}
