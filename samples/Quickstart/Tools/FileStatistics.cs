namespace Quickstart.Tools;

/// <summary>The size and age of a file, or of all documents of a folder together.</summary>
/// <param name="Path">What was measured, relative to the folder of documents.</param>
/// <param name="Files">How many files that is.</param>
/// <param name="Lines">Their lines.</param>
/// <param name="Words">Their words, which white space separates.</param>
/// <param name="LastChanged">The day, in UTC, of the latest change.</param>
internal sealed record FileStatistics(string Path, int Files, int Lines, int Words, DateOnly LastChanged)
{
    public override string ToString()
    {
        var files = Files == 1 ? "" : FormattableString.Invariant($"{Files:N0} files, ");
        return FormattableString.Invariant($"{Path}: {files}{Lines:N0} lines, {Words:N0} words, last changed {LastChanged:yyyy-MM-dd}.");
    }
}
