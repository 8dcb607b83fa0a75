using System.Globalization;

namespace MLflow.Tracing.Wire;

/// <summary>The version of an MLflow server, as <c>GET /version</c> tells it: <c>3.11.1</c>, <c>3.7.0rc0</c>, <c>3.12.0.dev0</c>.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Patch">The third number; 0 when it is not told.</param>
/// <param name="IsFinal">Whether it is a release. A candidate or a development version of 3.7.0 may lack what 3.7.0 has.</param>
internal readonly record struct ServerVersion(int Major, int Minor, int Patch, bool IsFinal = true)
{
    private const int MaxLength = 40;
    private const int MaxDigits = 6;

    /// <summary>Reads the answer of a server.</summary>
    /// <returns><see langword="null"/> when it is something else, a web page for example.</returns>
    public static ServerVersion? TryParse(string text)
    {
        text = text.Trim().Trim('"');
        if (text.Length > MaxLength)
        {
            return null;
        }

        var position = 0;
        if (ReadNumber(text, ref position) is not { } major || !Skip(text, '.', ref position) || ReadNumber(text, ref position) is not { } minor)
        {
            return null;
        }

        var patch = 0;
        var afterMinor = position;
        if (Skip(text, '.', ref position))
        {
            if (ReadNumber(text, ref position) is { } third)
            {
                patch = third;
            }
            else
            {
                position = afterMinor;
            }
        }

        var suffix = text.Substring(position);
        return suffix.Length > 0 && char.IsDigit(suffix[0]) ? null : new ServerVersion(major, minor, patch, IsRelease(suffix));
    }

    /// <summary>Whether it is the release <paramref name="major"/>.<paramref name="minor"/>.0, or newer.</summary>
    public bool IsAtLeast(int major, int minor)
        => (Major, Minor).CompareTo((major, minor)) is var order && (order > 0 || (order == 0 && (IsFinal || Patch > 0)));

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, IsFinal ? "{0}.{1}.{2}" : "{0}.{1}.{2} (not final)", Major, Minor, Patch);

    /// <summary>What follows a release is nothing, a name of its build, or a correction of its package.</summary>
    private static bool IsRelease(string suffix) => suffix.Length == 0 || suffix[0] == '+' || suffix.StartsWith(".post", StringComparison.Ordinal);

    private static int? ReadNumber(string text, ref int position)
    {
        int? number = null;
        for (var digits = 0; digits < MaxDigits && position < text.Length && text[position] is >= '0' and <= '9'; digits++)
        {
            number = ((number ?? 0) * 10) + (text[position++] - '0');
        }

        return number;
    }

    private static bool Skip(string text, char expected, ref int position)
    {
        if (position == text.Length || text[position] != expected)
        {
            return false;
        }

        position++;
        return true;
    }
}
