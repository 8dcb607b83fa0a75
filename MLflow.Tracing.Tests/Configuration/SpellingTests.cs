using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Tests.Configuration;

[TestClass]
public sealed class SpellingTests
{
    [TestMethod]
    [DataRow("Namespcae", "Namespace")]
    [DataRow("namespace", "Namespace")]
    [DataRow("Typ", "Type")]
    [DataRow("Methods", "Method")]
    [DataRow("SpanKind", null)]
    [DataRow("X", null)]
    public void Nearest_when_a_word_is_misspelled(string word, string? expected)
        => Assert.AreEqual(expected, Spelling.Nearest(word, ["Namespace", "Type", "Method", "Visibility"]));

    [TestMethod]
    public void Nearest_when_two_are_near_is_the_nearer()
        => Assert.AreEqual("Orders", Spelling.Nearest("Order", ["Border1", "Orders"]));
}
