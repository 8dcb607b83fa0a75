using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Tests.Configuration;

[TestClass]
public sealed class TrackingUriSyntaxTests
{
    [TestMethod]
    [DataRow("http://localhost:5000")]
    [DataRow("https://mlflow.contoso.com/base")]
    [DataRow("databricks")]
    [DataRow("databricks://PROFILE")]
    [DataRow("file:rel/ative")]
    [DataRow("file:/absolute")]
    [DataRow("file:///absolute%20folder")]
    public void Tracking_uri_when_known_is_fine(string uri) => Assert.IsNull(TrackingUriSyntax.ProblemOf(uri));

    [TestMethod]
    [DataRow("sqlite:///mlflow.db", "scheme 'sqlite'")]
    [DataRow("postgresql://host/db", "scheme 'postgresql'")]
    [DataRow("http://", "complete web address")]
    [DataRow("databricks://", "no profile")]
    [DataRow("file:", "no folder")]
    [DataRow("./mlruns", "'file:./mlruns'")]
    [DataRow(@"C:\traces", "'file:C:/traces'")]
    public void Tracking_uri_when_unknown_names_the_allowed_ones(string uri, string expected)
    {
        var problem = TrackingUriSyntax.ProblemOf(uri)!.Message;

        StringAssert.Contains(problem, expected, StringComparison.Ordinal);
        StringAssert.Contains(problem, "databricks://PROFILE", StringComparison.Ordinal);
    }
}
