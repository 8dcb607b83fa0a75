using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>A method as rules see it.</summary>
/// <param name="Definition">The method.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="TypeName">Its type's source name.</param>
/// <param name="Names">The names patterns may use for it, the source name first.</param>
/// <param name="Visibility">Its own visibility.</param>
internal sealed record SourceMethod(MethodDefinition Definition, string Namespace, string TypeName, IReadOnlyList<string> Names, MemberVisibility Visibility)
{
    /// <summary>For messages: <c>Outer.Inner.Method</c> with its namespace.</summary>
    public string DisplayName => DisplayNameOf(Definition);

    /// <summary>Looks at a method.</summary>
    public static SourceMethod Of(MethodDefinition method) => new(
        method,
        DeclaredNames.NamespaceOf(method.DeclaringType),
        DeclaredNames.TypeNameOf(method.DeclaringType),
        DeclaredNames.MatchNamesOf(method),
        VisibilityOf(method));

    /// <summary>A method's name for messages.</summary>
    public static string DisplayNameOf(MethodDefinition method)
    {
        var name = DeclaredNames.TypeNameOf(method.DeclaringType) + "." + DeclaredNames.MemberNameOf(method);
        return DeclaredNames.NamespaceOf(method.DeclaringType) is { Length: > 0 } prefix ? prefix + "." + name : name;
    }

    /// <summary>Whether a rule speaks about this method.</summary>
    public bool Matches(RuleTarget target) => target.MatchesType(Namespace, TypeName) && target.MatchesMember(Names, Visibility);

    private static MemberVisibility VisibilityOf(MethodDefinition method) => (method.Attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public => MemberVisibility.Public,
        MethodAttributes.FamORAssem => MemberVisibility.ProtectedInternal,
        MethodAttributes.Family => MemberVisibility.Protected,
        MethodAttributes.Assembly => MemberVisibility.Internal,
        MethodAttributes.FamANDAssem => MemberVisibility.PrivateProtected,
        _ => MemberVisibility.Private,
    };
}
