using Quickstart.Retrieval;

namespace MLflow.Tracing.Tests.Samples;

[TestClass]
public sealed class PassageSplittingTests
{
    [TestMethod]
    public void Markdown_when_split_gives_paragraphs_under_their_headings()
    {
        var passages = Markdown(
            """
            # Weaving

            The weaver rewrites the compiled
            assembly after the **compiler**.

            ## Async ##
            See [the page](page.md) about state machines.
            """);

        Assert.HasCount(2, passages);
        Assert.AreEqual(new Passage("a.md", 3, "Weaving", "The weaver rewrites the compiled assembly after the compiler."), passages[0]);
        Assert.AreEqual(new Passage("a.md", 7, "Async", "See the page about state machines."), passages[1]);
    }

    [TestMethod]
    public void List_items_and_table_rows_when_split_are_passages_of_their_own()
    {
        var passages = Markdown(
            """
            * the first item of the list
            2. the second item of the list

            | name of the folder | what lives there |
            |---|---|
            | Recording | spans while they run | and nothing else |
            """);

        CollectionAssert.AreEqual(
            new[] { "the first item of the list", "the second item of the list", "Recording: spans while they run; and nothing else" },
            passages.Select(passage => passage.Text).ToArray());
    }

    [TestMethod]
    public void Fenced_code_and_short_labels_when_split_are_left_out()
    {
        var passages = Markdown(
            """
            Too short.

            ```csharp
            var answer = await conversation.AskAsync(question);
            ```
            """);

        Assert.IsEmpty(passages);
    }

    [TestMethod]
    public void Comments_when_taken_out_of_code_are_headed_by_what_they_describe()
    {
        var passages = CSharp(
            """
            namespace Shop;

            /// <summary>Finds orders by <see cref="T:OrderId"/>, see <c>docs</c> &amp; <paramref name="id"/>.</summary>
            [Serializable]
            public sealed class Orders
            {
                // an order is never older than a year
                public int Count => 3;
            }
            """);

        Assert.HasCount(2, passages);
        Assert.AreEqual(new Passage("a.cs", 3, "public sealed class Orders", "Finds orders by OrderId, see docs & id."), passages[0]);
        Assert.AreEqual(new Passage("a.cs", 7, "public int Count => 3;", "an order is never older than a year"), passages[1]);
    }

    [TestMethod]
    [DataRow("One ends here. Two ends there! Three?", "One ends here.|Two ends there!|Three?")]
    [DataRow("It calls Span.End at 1.5 seconds.", "It calls Span.End at 1.5 seconds.")]
    [DataRow("Values, e.g. numbers, are kept, cf. The Book.", "Values, e.g. numbers, are kept, cf. The Book.")]
    [DataRow("Called `once.` Then `twice`.", "Called `once.`|Then `twice`.")]
    [DataRow("no full stop", "no full stop")]
    [DataRow("", "")]
    public void Paragraph_when_split_gives_sentences(string paragraph, string sentences)
        => Assert.AreEqual(sentences, string.Join('|', Sentences.Split(paragraph)));

    private static IReadOnlyList<Passage> Markdown(string text) => MarkdownParagraphs.Split("a.md", text.Split('\n'));

    private static IReadOnlyList<Passage> CSharp(string text) => CSharpComments.Split("a.cs", text.Split('\n'));
}
