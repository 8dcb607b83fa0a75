using Quickstart.Retrieval;

namespace Quickstart.Agents;

/// <summary>Writes an answer from the sentences that say most about the question.</summary>
internal static class AnswerWriter
{
    private const int SentenceCount = 3;

    // a sentence that says less than this share of what the best one says is noise
    private const double LeastShare = 0.5;

    public static Answer Write(string question, IReadOnlyList<RankedPassage> passages, IReadOnlyList<string> facts)
    {
        var terms = Tokenizer.Tokenize(question).ToHashSet(StringComparer.Ordinal);
        var chosen = passages
            .SelectMany(passage => Sentences.Split(passage.Text), (passage, sentence) => (Source: $"{passage.File}:{passage.Line}", Sentence: sentence, Weight: Weigh(sentence, passage.Score, terms)))
            .Where(candidate => candidate.Weight > 0)
            .DistinctBy(candidate => candidate.Sentence, StringComparer.Ordinal)
            .OrderByDescending(candidate => candidate.Weight)
            .Take(SentenceCount)
            .ToList();
        if (chosen.Count == 0)
        {
            return new Answer("The documents say nothing about that.", facts, []);
        }

        chosen.RemoveAll(candidate => candidate.Weight < LeastShare * chosen[0].Weight);
        return new Answer(
            string.Join(' ', chosen.Select(candidate => Finish(candidate.Sentence))),
            facts,
            [.. chosen.Select(candidate => candidate.Source).Distinct(StringComparer.Ordinal)]);
    }

    private static double Weigh(string sentence, double passageScore, HashSet<string> terms)
        => passageScore * Tokenizer.Tokenize(sentence).Distinct(StringComparer.Ordinal).Count(terms.Contains);

    private static string Finish(string sentence) => sentence[^1] is '.' or '!' or '?' ? sentence : $"{sentence.TrimEnd(':', ';', ',')}.";
}
