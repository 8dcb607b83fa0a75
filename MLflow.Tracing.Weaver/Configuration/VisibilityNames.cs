namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>The words for visibility in a rule: those of C#, several separated by <c>|</c>.</summary>
internal static class VisibilityNames
{
    private static readonly Dictionary<string, MemberVisibility> s_byName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["public"] = MemberVisibility.Public,
        ["protected internal"] = MemberVisibility.ProtectedInternal,
        ["protected"] = MemberVisibility.Protected,
        ["internal"] = MemberVisibility.Internal,
        ["private protected"] = MemberVisibility.PrivateProtected,
        ["private"] = MemberVisibility.Private,
        ["any"] = MemberVisibility.Any,
    };

    /// <summary>The allowed words.</summary>
    public static IReadOnlyCollection<string> All => s_byName.Keys;

    /// <summary>Reads a set of visibilities.</summary>
    /// <param name="text">For example <c>public|protected internal</c>.</param>
    /// <param name="unknown">The first word that is none, when the result is <see langword="null"/>.</param>
    public static MemberVisibility? TryParse(string text, out string? unknown)
    {
        var result = MemberVisibility.None;
        foreach (var part in text.Split('|'))
        {
            var word = string.Join(" ", part.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
            if (!s_byName.TryGetValue(word, out var visibility))
            {
                unknown = part.Trim();
                return null;
            }

            result |= visibility;
        }

        unknown = null;
        return result;
    }
}
