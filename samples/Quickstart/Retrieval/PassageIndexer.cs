namespace Quickstart.Retrieval;

/// <summary>Reads a folder's documents, several at a time, and splits them into passages.</summary>
internal sealed class PassageIndexer(DocumentFolder folder)
{
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public async Task<PassageIndex> IndexAsync()
    {
        var files = folder.Documents();
        var passages = new IReadOnlyList<Passage>[files.Count];
        await Parallel.ForAsync(0, files.Count, async (i, cancellation) => passages[i] = await ReadPassagesAsync(files[i], cancellation));
        return new PassageIndex(files.Count, [.. passages.SelectMany(ofFile => ofFile)]);
    }

    private async Task<IReadOnlyList<Passage>> ReadPassagesAsync(string file, CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(folder.FullPath(file), cancellation);
        return file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
            ? CSharpComments.Split(file, lines)
            : MarkdownParagraphs.Split(file, lines);
    }
}
