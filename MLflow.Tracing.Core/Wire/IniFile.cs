namespace MLflow.Tracing.Wire;

/// <summary>Reads one section of a file of <c>[section]</c> and <c>key = value</c> lines, as Python's <c>configparser</c> writes them. Keys are compared without case.</summary>
internal static class IniFile
{
    /// <summary>Reads the section; empty when the file or the section does not exist.</summary>
    /// <param name="file">The file.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="problem">Why the file could not be read; <see langword="null"/> when it could.</param>
    public static IReadOnlyDictionary<string, string> ReadSection(string file, string section, out string? problem)
    {
        problem = null;
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var isInside = false;
            foreach (var line in File.Exists(file) ? File.ReadAllLines(file) : [])
            {
                var text = line.Trim();
                var equals = text.IndexOf('=');
                if (text.Length > 1 && text[0] == '[' && text[text.Length - 1] == ']')
                {
                    isInside = text.Substring(1, text.Length - 2).Trim().Equals(section, StringComparison.Ordinal);
                }
                else if (isInside && equals > 0 && text[0] is not ('#' or ';'))
                {
                    values[text.Substring(0, equals).Trim()] = text.Substring(equals + 1).Trim();
                }
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problem = refused.Message;
        }

        return values;
    }
}
