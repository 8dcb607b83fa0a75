namespace Quickstart.Retrieval;

/// <summary>Passages, ready to be ranked against any number of questions.</summary>
internal sealed class PassageIndex
{
    private readonly IReadOnlyList<Passage> _passages;
    private readonly Bm25 _ranking;

    public PassageIndex(int files, IReadOnlyList<Passage> passages)
    {
        Files = files;
        _passages = passages;
        _ranking = new Bm25([.. passages.Select(passage => Tokenizer.Tokenize($"{passage.Heading} {passage.Text}"))]);
    }

    public int Files { get; }

    public int Passages => _passages.Count;

    /// <returns>At most <paramref name="count"/> passages that share a word with the question, the best first; of equals, the first read.</returns>
    public IReadOnlyList<RankedPassage> Rank(string question, int count)
        => [.. _ranking.Rank(Tokenizer.Tokenize(question)).Take(count).Select(hit => Describe(_passages[hit.Document], hit.Score))];

    private static RankedPassage Describe(Passage passage, double score)
        => new(passage.File, passage.Line, Math.Round(score, 3), passage.Heading, passage.Text);
}
