namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>A member's own visibility, whatever its type's; a set of them in a rule.</summary>
[Flags]
internal enum MemberVisibility
{
    /// <summary>None; no member has it.</summary>
    None = 0,

    /// <summary>C# <c>public</c>.</summary>
    Public = 1,

    /// <summary>C# <c>protected internal</c>.</summary>
    ProtectedInternal = 2,

    /// <summary>C# <c>protected</c>.</summary>
    Protected = 4,

    /// <summary>C# <c>internal</c>.</summary>
    Internal = 8,

    /// <summary>C# <c>private protected</c>.</summary>
    PrivateProtected = 16,

    /// <summary>C# <c>private</c>; explicit interface implementations are private too.</summary>
    Private = 32,

    /// <summary>Any; the default.</summary>
    Any = Public | ProtectedInternal | Protected | Internal | PrivateProtected | Private,
}
