using Quickstart.Retrieval;

namespace MLflow.Tracing.Tests.Samples;

[TestClass]
public sealed class TokenizerTests
{
    [TestMethod]
    [DataRow("Spans are recorded.", "span recorded")]
    [DataRow("TraceScope.Begin", "trace scope begin")]
    [DataRow("HTTPServer v12", "http server v 12")]
    [DataRow("MAX_QUEUE_SIZE", "max queue size")]
    [DataRow("a class has less", "class less")]
    [DataRow("What does this say?", "")]
    [DataRow("größe", "größe")]
    public void Text_becomes_terms(string text, string terms)
        => Assert.AreEqual(terms, string.Join(' ', Tokenizer.Tokenize(text)));

    [TestMethod]
    public void Singular_and_plural_when_tokenized_are_one_term()
        => CollectionAssert.AreEqual(Tokenizer.Tokenize("method").ToList(), Tokenizer.Tokenize("Methods").ToList());
}
