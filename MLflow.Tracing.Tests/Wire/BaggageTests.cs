using CsCheck;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>The grammar of W3C Baggage.</summary>
[TestClass]
public sealed class BaggageTests
{
    [TestMethod]
    [DataRow("mlflow.trace.session=s-1,mlflow.trace.user=u-1", "s-1", "u-1")]
    [DataRow(" mlflow.trace.session = s-1 ; ttl=3 , other=x", "s-1", null, DisplayName = "white space and properties")]
    [DataRow("mlflow.trace.user=J%C3%BCrgen%20%2C%3B%25%3D", null, "Jürgen ,;%=", DisplayName = "percent-encoded")]
    [DataRow("mlflow.trace.session=a=b", "a=b", null, DisplayName = "an equals sign in a value")]
    [DataRow("mlflow.trace.session=,mlflow.trace.session=second,mlflow.trace.session=third", "second", null, DisplayName = "several with one name")]
    [DataRow("MLFLOW.TRACE.SESSION=s", null, null, DisplayName = "names are case-sensitive")]
    [DataRow("mlflow.trace.session", null, null, DisplayName = "no value")]
    [DataRow(",;=,,", null, null, DisplayName = "nothing but separators")]
    [DataRow("mlflow.trace.session=100%,mlflow.trace.user=%zz", "100%", "%zz", DisplayName = "what is not encoded stays as it is")]
    public void Members_are_read(string text, string? session, string? user)
    {
        Assert.IsTrue(Baggage.TryParse(text, out var baggage));
        Assert.AreEqual(new Baggage(session, user), baggage);
    }

    [TestMethod]
    public void Header_beyond_the_limits_is_not_used()
    {
        Assert.IsTrue(Baggage.TryParse(string.Join(',', Enumerable.Range(0, 64).Select(i => $"k{i}=v")), out _));
        Assert.IsFalse(Baggage.TryParse(string.Join(',', Enumerable.Range(0, 65).Select(i => $"k{i}=v")), out _));
        Assert.IsFalse(Baggage.TryParse("mlflow.trace.user=u,k=" + new string('v', Baggage.MaxBytes), out var baggage));
        Assert.IsTrue(baggage.IsEmpty);
    }

    [TestMethod]
    public void Written_header_is_plain_ascii_and_reads_back()
        => Gen.Select(Gen.String.Where(text => text.Length > 0), Gen.String).Sample((session, user) =>
        {
            var header = new Baggage(session, user).ToString();
            return header.All(c => c is > ' ' and <= '~' and not '"' and not '\\' and not ';')
                && Baggage.TryParse(header, out var read)
                && read.Session == WellFormed(session)
                && (read.User ?? string.Empty) == WellFormed(user);
        });

    [TestMethod]
    public void Half_a_surrogate_pair_is_replaced() => Assert.AreEqual("mlflow.trace.user=%EF%BF%BD", new Baggage(null, "\ud83d").ToString());

    private static string WellFormed(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
