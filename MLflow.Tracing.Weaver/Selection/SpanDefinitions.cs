using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Settles what a woven method's span looks like.</summary>
internal static class SpanDefinitions
{
    private const string Redact = "MLflow.Tracing.RedactAttribute";

    /// <summary>Builds the definition from what rules or an attribute state, defaults filling the rest.</summary>
    public static SpanDefinition Build(SourceMethod method, SpanSettings settings, IEnumerable<RuleUsage> redactions, BaseMembers baseMembers)
    {
        var name = method.Names[0];

        // What a base member keeps secret stays secret below it, always: whoever overrides it does not see the attribute.
        List<MethodDefinition> members = [method.Definition, .. baseMembers.Of(method.Definition)];
        return new SpanDefinition(
            settings.Name is null ? name : SpanNameTemplate.Fill(settings.Name, method.Namespace, method.TypeName, name),
            settings.SpanType ?? KnownSpanTypes.Default,
            settings.CaptureInputs ?? true,
            settings.CaptureOutputs ?? true,
            settings.ObserveFaults ?? false,
            RedactedParameters(method, members, [.. redactions.Where(rule => method.Matches(rule.Target))]),
            members.Exists(RedactsResult))
        {
            SamplingRatio = settings.SamplingRatio is { } ratio && SpanSettings.IsRatio(ratio) ? ratio : null,
        };
    }

    private static List<int> RedactedParameters(SourceMethod method, List<MethodDefinition> members, IReadOnlyList<RuleUsage> redactions)
    {
        // The value a setter is given is always its last parameter.
        var definition = method.Definition;
        var valueOfSetter = !IsGetter(definition) && members.Exists(IsOfRedactedProperty) ? definition.Parameters.Count - 1 : -1;
        var result = new List<int>();
        for (var index = 0; index < definition.Parameters.Count; index++)
        {
            var parameter = definition.Parameters[index];
            var isRedacted = index == valueOfSetter || members.Exists(member => CompilerArtefacts.HasAttribute(member.Parameters[index], Redact));
            foreach (var rule in redactions.Where(rule => rule.Parameter!.IsMatch(parameter.Name)))
            {
                rule.Count();
                isRedacted = true;
            }

            if (isRedacted)
            {
                result.Add(index);
            }
        }

        return result;
    }

    private static bool RedactsResult(MethodDefinition method)
        => CompilerArtefacts.HasAttribute(method.MethodReturnType, Redact) || (IsGetter(method) && IsOfRedactedProperty(method));

    private static bool IsOfRedactedProperty(MethodDefinition method)
        => Accessors.OwnerOf(method) is { } owner && CompilerArtefacts.HasAttribute(owner, Redact);

    // By name, since the accessors of an extension property carry no other sign.
    private static bool IsGetter(MethodDefinition method)
        => method.IsGetter || method.Name.StartsWith("get_", StringComparison.Ordinal);
}
