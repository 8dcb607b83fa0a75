namespace MLflow.Tracing.Tests;

/// <summary>
/// How far tests of the category <c>Long</c> go. A normal run takes their short version, so that none of them is ever skipped; <c>build/long-tests.sh</c> sets
/// <c>LONG_TESTS=1</c> and runs the whole of them.
/// </summary>
internal static class LongRun
{
    /// <summary>The category of tests that have a long version.</summary>
    public const string Category = "Long";

    /// <summary>Whether the long version was asked for.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("LONG_TESTS") == "1";

    /// <summary>Prints a table of results in Markdown, and leaves it beside the tests for the script that runs them.</summary>
    public static void Report(string subject, IEnumerable<string> lines)
    {
        string table = string.Join('\n', lines) + "\n";
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"long-run-{subject}.md"), table);
        Console.WriteLine(table);
    }
}
