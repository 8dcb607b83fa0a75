using System.Text;

namespace MLflow.Tracing.Redaction;

/// <summary>Withholds values by the names they have. Only letters and digits of a name count, in any case: <c>api_key</c> is <c>apiKey</c> is <c>API-Key</c>.</summary>
internal sealed class KeyRule : ContentRule
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _globs = [];

    /// <param name="globs">Names; <c>*</c> stands for any characters, <c>?</c> for one.</param>
    /// <exception cref="ArgumentException">One of them holds neither a letter, a digit nor a wildcard.</exception>
    public KeyRule(IEnumerable<string> globs)
    {
        foreach (var glob in globs)
        {
            var pattern = Essence(glob ?? string.Empty, keepsWildcards: true);
            if (pattern.Length == 0)
            {
                throw new ArgumentException($"'{glob}' is no name: it needs a letter, a digit, '*' or '?'.", nameof(globs));
            }

            if (pattern.IndexOf('*') < 0 && pattern.IndexOf('?') < 0)
            {
                _names.Add(pattern);
            }
            else
            {
                _globs.Add(pattern);
            }
        }
    }

    public override bool Withholds(string name)
    {
        var essence = Essence(name, keepsWildcards: false);
        return _names.Contains(essence) || _globs.Exists(glob => IsMatch(essence, glob));
    }

    private static string Essence(string name, bool keepsWildcards)
    {
        var essence = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character) || (keepsWildcards && character is '*' or '?'))
            {
                essence.Append(char.ToLowerInvariant(character));
            }
        }

        return essence.ToString();
    }

    /// <summary>Goes back to the last asterisk only, so that the work is at most the product of the lengths.</summary>
    private static bool IsMatch(string text, string glob)
    {
        int at = 0, next = 0, asterisk = -1, resume = 0;
        while (at < text.Length)
        {
            if (next < glob.Length && glob[next] == '*')
            {
                asterisk = next++;
                resume = at;
            }
            else if (next < glob.Length && (glob[next] == '?' || glob[next] == text[at]))
            {
                next++;
                at++;
            }
            else if (asterisk >= 0)
            {
                next = asterisk + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (next < glob.Length && glob[next] == '*')
        {
            next++;
        }

        return next == glob.Length;
    }
}
