namespace Quickstart.Retrieval;

/// <summary>Finds the passages that fit a question. Reads the documents when the first question comes.</summary>
internal sealed class PassageRetriever(PassageIndexer indexer)
{
    private PassageIndex? _index;

    /// <returns>At most <paramref name="count"/> passages, the best first.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder of documents does not exist.</exception>
    public async Task<IReadOnlyList<RankedPassage>> RetrieveAsync(string question, int count)
    {
        _index ??= await indexer.IndexAsync();
        return _index.Rank(question, count);
    }
}
