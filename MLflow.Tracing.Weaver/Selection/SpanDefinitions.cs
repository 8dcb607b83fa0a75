using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Settles what a woven method's span looks like.</summary>
internal static class SpanDefinitions
{
    private const string Redact = "MLflow.Tracing.RedactAttribute";

    /// <summary>Builds the definition from what rules or an attribute state, defaults filling the rest.</summary>
    public static SpanDefinition Build(SourceMethod method, SpanSettings settings, IEnumerable<RuleUsage> redactions)
    {
        var name = method.Names[0];
        return new SpanDefinition(
            settings.Name is null ? name : SpanNameTemplate.Fill(settings.Name, method.Namespace, method.TypeName, name),
            settings.SpanType ?? KnownSpanTypes.Default,
            settings.CaptureInputs ?? true,
            settings.CaptureOutputs ?? true,
            settings.ObserveFaults ?? false,
            RedactedParameters(method, [.. redactions.Where(rule => method.Matches(rule.Target))]),
            RedactsResult(method));
    }

    private static List<int> RedactedParameters(SourceMethod method, IReadOnlyList<RuleUsage> redactions)
    {
        // The value a setter is given is always its last parameter.
        var definition = method.Definition;
        var valueOfSetter = IsRedactedProperty(method) && !IsGetter(method) ? definition.Parameters.Count - 1 : -1;
        var result = new List<int>();
        for (var index = 0; index < definition.Parameters.Count; index++)
        {
            var parameter = definition.Parameters[index];
            var isRedacted = index == valueOfSetter || CompilerArtefacts.HasAttribute(parameter, Redact);
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

    private static bool RedactsResult(SourceMethod method)
        => CompilerArtefacts.HasAttribute(method.Definition.MethodReturnType, Redact) || (IsRedactedProperty(method) && IsGetter(method));

    private static bool IsRedactedProperty(SourceMethod method)
        => Accessors.OwnerOf(method.Definition) is { } owner && CompilerArtefacts.HasAttribute(owner, Redact);

    // By name, since the accessors of an extension property carry no other sign.
    private static bool IsGetter(SourceMethod method)
        => method.Definition.IsGetter || method.Definition.Name.StartsWith("get_", StringComparison.Ordinal);
}
