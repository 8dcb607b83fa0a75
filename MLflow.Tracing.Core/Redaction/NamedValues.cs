namespace MLflow.Tracing.Redaction;

/// <summary>Applies a <see cref="ContentRule"/> to attributes, tags and the like. Names that MLflow reserves stay, and say nothing about their values.</summary>
internal static class NamedValues
{
    private const string ReservedPrefix = "mlflow.";

    /// <summary>Whether a name is one of MLflow's.</summary>
    public static bool IsReserved(string name) => name.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    /// <param name="values">Names and values.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="standIn">Stands in place of a value that the rule withholds.</param>
    /// <param name="rewrite">Rewrites a value.</param>
    public static Dictionary<string, string> Rewrite(IEnumerable<KeyValuePair<string, string>> values, ContentRule rule, string standIn, Func<string, string> rewrite)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in values)
        {
            var isReserved = IsReserved(pair.Key);
            var value = !isReserved && rule.Withholds(pair.Key) ? standIn : rewrite(pair.Value);
            result[isReserved ? pair.Key : FreeName(rule.Rewrite(pair.Key), result)] = value;
        }

        return result;
    }

    private static string FreeName(string name, Dictionary<string, string> taken)
    {
        var free = name;
        for (var number = 2; taken.ContainsKey(free); number++)
        {
            free = $"{name} {number}";
        }

        return free;
    }
}
