namespace MLflow.Tracing.Export;

/// <summary>How a <see cref="TraceTree"/> looks: as wide, as colourful and in such characters as its reader's terminal can show.</summary>
/// <param name="Width">The length of a line, in characters.</param>
/// <param name="HasColor">Whether ANSI colours are used.</param>
/// <param name="IsAscii">Whether lines are drawn with ASCII characters only.</param>
internal sealed record TreeStyle(int Width, bool HasColor, bool IsAscii)
{
    /// <summary>When the output is a file or a pipe.</summary>
    public const int DefaultWidth = 100;

    /// <summary>As wide as <see cref="Trunk"/>.</summary>
    public const string Gap = "   ";

    private const int MinWidth = 40;
    private const int Utf8CodePage = 65001;
    private const int Utf16CodePage = 1200;

    public string Branch => IsAscii ? "+- " : "├─ ";

    public string LastBranch => IsAscii ? "`- " : "└─ ";

    public string Trunk => IsAscii ? "|  " : "│  ";

    public string Bullet => IsAscii ? "*" : "●";

    public string Microsecond => IsAscii ? "us" : "µs";

    public string Ellipsis => IsAscii ? "..." : "…";

    public string Bold(string text) => Paint(text, 1);

    public string Dim(string text) => Paint(text, 2);

    public string Red(string text) => Paint(text, 31);

    public string Green(string text) => Paint(text, 32);

    public string Cyan(string text) => Paint(text, 36);

    /// <summary>What standard output can show now.</summary>
    public static TreeStyle OfConsole()
    {
        var isTerminal = !Console.IsOutputRedirected;
        return new TreeStyle(
            isTerminal ? TerminalWidth() : DefaultWidth,
            isTerminal && AllowsColor(Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM")),
            Console.Out.Encoding.CodePage is not (Utf8CodePage or Utf16CodePage));
    }

    /// <summary>Whether a terminal wants colour.</summary>
    /// <param name="noColor">The variable <c>NO_COLOR</c>: any text in it means no.</param>
    /// <param name="term">The variable <c>TERM</c>: <c>dumb</c> means no.</param>
    public static bool AllowsColor(string? noColor, string? term) => string.IsNullOrEmpty(noColor) && term != "dumb";

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth > 0 ? Math.Max(MinWidth, Console.WindowWidth) : DefaultWidth;
        }
        catch (Exception unknown) when (unknown is IOException or PlatformNotSupportedException)
        {
            return DefaultWidth;
        }
    }

    private string Paint(string text, int code) => HasColor && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
