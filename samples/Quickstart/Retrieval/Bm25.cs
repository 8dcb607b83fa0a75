namespace Quickstart.Retrieval;

/// <summary>Okapi BM25 over tokenised documents: rare words count more, repeated ones less and less, long documents are no advantage.</summary>
internal sealed class Bm25
{
    // the customary constants: how fast repetition saturates, and how much length matters
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;

    private readonly Dictionary<string, List<(int Document, int Count)>> _postings = new(StringComparer.Ordinal);
    private readonly int[] _lengths;
    private readonly double _averageLength;

    public Bm25(IReadOnlyList<IReadOnlyList<string>> documents)
    {
        _lengths = [.. documents.Select(terms => terms.Count)];
        _averageLength = _lengths.DefaultIfEmpty().Average();
        for (var document = 0; document < documents.Count; document++)
        {
            foreach (var (term, count) in documents[document].CountBy(term => term, StringComparer.Ordinal))
            {
                if (!_postings.TryGetValue(term, out var posting))
                {
                    _postings.Add(term, posting = []);
                }

                posting.Add((document, count));
            }
        }
    }

    /// <returns>The documents that hold a term of the query, the best first; of equals, the one with the lower number.</returns>
    public IReadOnlyList<(int Document, double Score)> Rank(IEnumerable<string> query)
    {
        var scores = new SortedDictionary<int, double>();
        foreach (var term in query.Distinct(StringComparer.Ordinal))
        {
            if (!_postings.TryGetValue(term, out var posting))
            {
                continue;
            }

            var rarity = Math.Log(1 + ((_lengths.Length - posting.Count + 0.5) / (posting.Count + 0.5)));
            foreach (var (document, count) in posting)
            {
                var length = 1 - LengthWeight + (LengthWeight * _lengths[document] / _averageLength);
                var gain = rarity * count * (Saturation + 1) / (count + (Saturation * length));
                scores[document] = scores.GetValueOrDefault(document) + gain;
            }
        }

        return [.. scores.Select(pair => (pair.Key, pair.Value)).OrderByDescending(hit => hit.Value)];
    }
}
