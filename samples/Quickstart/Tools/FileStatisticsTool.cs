using Quickstart.Retrieval;

namespace Quickstart.Tools;

/// <summary>Counts the lines and words of a file, or of the whole folder.</summary>
internal sealed class FileStatisticsTool(DocumentFolder folder)
{
    /// <summary>The path that stands for all documents of the folder.</summary>
    public const string WholeFolder = ".";

    /// <param name="path">A file of the folder, by its relative path or the end of it, or <see cref="WholeFolder"/>.</param>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    public async Task<FileStatistics> RunAsync(string path)
    {
        var files = path == WholeFolder ? folder.Documents() : [folder.Find(path)];
        var measured = await Task.WhenAll(files.Select(MeasureAsync));
        return new FileStatistics(
            path == WholeFolder ? "the folder" : files[0],
            measured.Length,
            measured.Sum(file => file.Lines),
            measured.Sum(file => file.Words),
            measured.Select(file => file.Changed).DefaultIfEmpty().Max());
    }

    private async Task<(int Lines, int Words, DateOnly Changed)> MeasureAsync(string file)
    {
        var lines = 0;
        var words = 0;
        await foreach (var line in File.ReadLinesAsync(folder.FullPath(file)))
        {
            lines++;
            words += line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        }

        return (lines, words, DateOnly.FromDateTime(File.GetLastWriteTimeUtc(folder.FullPath(file))));
    }
}
