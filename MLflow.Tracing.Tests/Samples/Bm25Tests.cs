using Quickstart.Retrieval;

namespace MLflow.Tracing.Tests.Samples;

[TestClass]
public sealed class Bm25Tests
{
    [TestMethod]
    public void Score_when_computed_by_hand_agrees()
    {
        var ranking = Over("cat cat dog", "dog bird", "fish");

        var (document, score) = ranking.Rank(["cat"]).Single();

        // ln(1 + (3 - 1 + 0.5) / (1 + 0.5)) · 2 · 2.2 / (2 + 1.2 · (0.25 + 0.75 · 3 / 2))
        Assert.AreEqual(0, document);
        Assert.AreEqual(Math.Log(1 + (2.5 / 1.5)) * 4.4 / 3.65, score, 1e-12);
    }

    [TestMethod]
    public void Rare_word_beats_common_one()
    {
        var ranking = Over("span alpha", "span beta", "span gamma", "rare delta");

        Assert.AreEqual(3, ranking.Rank(["span", "rare"])[0].Document);
    }

    [TestMethod]
    public void Short_document_beats_long_one_with_the_same_word()
    {
        var ranking = Over("span one two three four five six", "span one");

        CollectionAssert.AreEqual(new[] { 1, 0 }, ranking.Rank(["span"]).Select(hit => hit.Document).ToArray());
    }

    [TestMethod]
    public void Equal_documents_when_ranked_keep_their_order()
    {
        var ranking = Over("other", "span", "span", "span");

        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, ranking.Rank(["span"]).Select(hit => hit.Document).ToArray());
    }

    [TestMethod]
    public void Repeated_query_term_counts_once()
    {
        var ranking = Over("span", "other");

        Assert.AreEqual(ranking.Rank(["span"])[0].Score, ranking.Rank(["span", "span"])[0].Score);
    }

    [TestMethod]
    public void Nothing_when_ranked_gives_nothing()
    {
        Assert.IsEmpty(Over().Rank(["span"]));
        Assert.IsEmpty(Over("other").Rank(["span"]));
        Assert.IsEmpty(Over("other").Rank([]));
    }

    private static Bm25 Over(params string[] documents) => new([.. documents.Select(text => text.Split(' '))]);
}
