namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>Finds the word that a misspelled one was probably meant to be.</summary>
internal static class Spelling
{
    /// <summary>The nearest candidate, or <see langword="null"/> when none is near. Upper and lower case count as the same.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        // A third of the letters may be wrong: more is a different word.
        var limit = Math.Max(1, word.Length / 3);
        string? nearest = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) > limit)
            {
                continue;
            }

            var distance = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < limit || (distance == limit && nearest is null))
            {
                nearest = candidate;
                limit = distance;
            }
        }

        return nearest;
    }

    /// <summary>A question to append to a message, with a leading blank; empty when no candidate is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> candidates)
        => Nearest(word, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    // Insertions, deletions, substitutions and swaps of neighbours, which are the commonest slip of all.
    private static int Distance(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            distances[row, 0] = row;
        }

        for (var column = 0; column <= right.Length; column++)
        {
            distances[0, column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            for (var column = 1; column <= right.Length; column++)
            {
                var cost = left[row - 1] == right[column - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(distances[row - 1, column], distances[row, column - 1]) + 1, distances[row - 1, column - 1] + cost);
                var swapped = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
                distances[row, column] = swapped ? Math.Min(best, distances[row - 2, column - 2] + 1) : best;
            }
        }

        return distances[left.Length, right.Length];
    }
}
