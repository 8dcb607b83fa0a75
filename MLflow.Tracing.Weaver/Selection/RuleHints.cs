using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Guesses what a rule that matches nothing was meant to say, by finding the first of its patterns that fails.</summary>
internal static class RuleHints
{
    /// <summary>One or two sentences of advice.</summary>
    public static string For(RuleTarget target, IReadOnlyList<SourceMethod> methods)
    {
        var candidates = methods;
        if (target.Namespace is { } namespacePattern)
        {
            candidates = [.. methods.Where(method => namespacePattern.IsMatch(method.Namespace))];
            if (candidates.Count == 0)
            {
                return $"No namespace matches Namespace=\"{namespacePattern}\".{NearNamespace(namespacePattern, methods)}";
            }
        }

        if (target.Type is { } typePattern)
        {
            var inNamespace = candidates;
            candidates = [.. inNamespace.Where(method => typePattern.IsMatch(method.TypeName))];
            if (candidates.Count == 0)
            {
                return $"No type{(target.Namespace is null ? "" : " there")} matches Type=\"{typePattern}\".{NearType(typePattern, inNamespace, methods)}";
            }
        }

        if (target.Method is { } methodPattern && !candidates.Any(method => method.Names.Any(methodPattern.IsMatch)))
        {
            return $"No method there matches Method=\"{methodPattern}\".{Near(methodPattern, candidates.SelectMany(static method => method.Names))}";
        }

        return "No such method there has the visibility the rule asks for; it is compared with the member's own, whatever its type's.";
    }

    private static string NearNamespace(GlobPattern pattern, IReadOnlyList<SourceMethod> methods)
    {
        // Also the namespaces that only contain others: whoever writes 'Contoso' means what is below.
        var known = new HashSet<string>(methods.SelectMany(static method => Prefixes(method.Namespace)), StringComparer.Ordinal);
        foreach (var literal in Literals(pattern))
        {
            if (known.Contains(literal))
            {
                return $" Did you mean '{literal}.**', that namespace and everything below?";
            }

            if (Spelling.Nearest(literal, known) is { } near)
            {
                return $" Did you mean '{near}{(pattern.Text.EndsWith(".**", StringComparison.Ordinal) ? ".**" : "")}'?";
            }
        }

        return "";
    }

    private static string NearType(GlobPattern pattern, IReadOnlyList<SourceMethod> inNamespace, IReadOnlyList<SourceMethod> all)
    {
        foreach (var literal in Literals(pattern))
        {
            if (all.FirstOrDefault(method => method.Namespace.Length > 0 && method.Namespace + "." + method.TypeName == literal) is { } qualified)
            {
                return $" Type is matched without the namespace: write Namespace=\"{qualified.Namespace}\" Type=\"{qualified.TypeName}\".";
            }

            if (all.FirstOrDefault(method => method.TypeName == literal) is { } elsewhere)
            {
                return $" There is one in namespace '{elsewhere.Namespace}'.";
            }

            if (all.FirstOrDefault(method => method.TypeName.EndsWith("." + literal, StringComparison.Ordinal)) is { } nested)
            {
                return $" Did you mean '{nested.TypeName}'? Nested types are written with the types around them.";
            }
        }

        return Near(pattern, inNamespace.Select(static method => method.TypeName));
    }

    private static string Near(GlobPattern pattern, IEnumerable<string> known)
        => Literals(pattern).Select(literal => Spelling.DidYouMean(literal, known.Distinct(StringComparer.Ordinal))).FirstOrDefault(static hint => hint.Length > 0) ?? "";

    // The parts of a glob that spell a name; of a regular expression there are none.
    private static IEnumerable<string> Literals(GlobPattern pattern)
        => GlobSyntax.IsRegex(pattern.Text)
            ? []
            : pattern.Text.Split('|').Select(static alternative => alternative.Trim().Replace(".**", "").Replace("*", "").Replace("?", "")).Where(static literal => literal.Length > 0);

    private static IEnumerable<string> Prefixes(string name)
    {
        for (var end = name.IndexOf('.'); end > 0; end = name.IndexOf('.', end + 1))
        {
            yield return name.Substring(0, end);
        }

        if (name.Length > 0)
        {
            yield return name;
        }
    }
}
