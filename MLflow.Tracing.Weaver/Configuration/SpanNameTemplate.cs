using System.Text.RegularExpressions;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>The template of a span name: text in which <c>{Namespace}</c>, <c>{Type}</c> and <c>{Method}</c> are replaced at weave time.</summary>
internal static class SpanNameTemplate
{
    private static readonly Regex s_placeholder = new(@"\{[\p{L}\p{N}_]*\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>What is replaced.</summary>
    public static IReadOnlyList<string> Placeholders { get; } = ["{Namespace}", "{Type}", "{Method}"];

    /// <summary>The first word in braces that is no placeholder; it would stay in the name as it is.</summary>
    public static string? UnknownPlaceholder(string template)
        => s_placeholder.Matches(template).Cast<Match>().Select(static match => match.Value).FirstOrDefault(static value => !Placeholders.Contains(value, StringComparer.Ordinal));

    /// <summary>Fills a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="namespaceName">The namespace; empty for the global one.</param>
    /// <param name="typeName">The type's source name, <c>Outer.Inner</c> for a nested one.</param>
    /// <param name="memberName">The member's default span name.</param>
    public static string Fill(string template, string namespaceName, string typeName, string memberName)
        => s_placeholder.Replace(template, match => match.Value switch
        {
            "{Namespace}" => namespaceName,
            "{Type}" => typeName,
            "{Method}" => memberName,
            var other => other,
        });
}
