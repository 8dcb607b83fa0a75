namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>The methods a rule speaks about: all stated patterns must match, one that is not stated matches everything.</summary>
/// <param name="Namespace">Matched against the namespace of the outermost type; the global one is the empty name.</param>
/// <param name="Type">Matched against the type's source name, <c>Outer.Inner</c> for a nested one, without namespace and arity.</param>
/// <param name="Method">Matched against the method's source name and the names of the members it implements explicitly.</param>
/// <param name="Visibility">The visibilities of the member itself.</param>
internal sealed record RuleTarget(GlobPattern? Namespace, GlobPattern? Type, GlobPattern? Method, MemberVisibility Visibility)
{
    /// <summary>Whether the type patterns match.</summary>
    public bool MatchesType(string namespaceName, string typeName)
        => Namespace?.IsMatch(namespaceName) != false && Type?.IsMatch(typeName) != false;

    /// <summary>Whether the member patterns match; the type's are asked before, once a type.</summary>
    public bool MatchesMember(IReadOnlyList<string> memberNames, MemberVisibility visibility)
        => (Visibility & visibility) != 0 && (Method is null || memberNames.Any(Method.IsMatch));
}
