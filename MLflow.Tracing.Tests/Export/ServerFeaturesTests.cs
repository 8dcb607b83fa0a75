using MLflow.Tracing.Export;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class ServerFeaturesTests
{
    [TestMethod]
    [DataRow("3.11.1", 3, 11, 1, true)]
    [DataRow("3.11.2.dev0\n", 3, 11, 2, false)]
    [DataRow("3.7.0rc0", 3, 7, 0, false)]
    [DataRow("3.12", 3, 12, 0, true)]
    [DataRow("\"3.6.0\"", 3, 6, 0, true)]
    [DataRow("3.8.0.post1", 3, 8, 0, true)]
    [DataRow("3.8.0+build.5", 3, 8, 0, true)]
    [DataRow("4.0.dev1", 4, 0, 0, false)]
    public void Version_is_read(string text, int major, int minor, int patch, bool isFinal)
        => Assert.AreEqual(new ServerVersion(major, minor, patch, isFinal), ServerVersion.TryParse(text));

    [TestMethod]
    [DataRow("")]
    [DataRow("3")]
    [DataRow("OK")]
    [DataRow("v3.7.0")]
    [DataRow("<html>3.7.0</html>")]
    [DataRow("3.1234567.0")]
    [DataRow("3.7.0 and a text that is much too long for a version")]
    public void Anything_else_is_no_version(string text) => Assert.IsNull(ServerVersion.TryParse(text));

    [TestMethod]
    [DataRow("2.22.0", "")]
    [DataRow("3.1.4", "")]
    [DataRow("3.2.0", "V3")]
    [DataRow("3.4.0rc1", "V3")]
    [DataRow("3.4.0", "V3 OTLP")]
    [DataRow("3.5.1", "V3 OTLP")]
    [DataRow("3.6.0", "V3 OTLP mixed copy")]
    [DataRow("3.6.5", "V3 OTLP mixed copy")]
    [DataRow("3.7.0rc0", "V3 OTLP mixed copy")]
    [DataRow("3.7.0", "V3 OTLP mixed gzip")]
    [DataRow("3.11.2.dev0", "V3 OTLP mixed gzip")]
    [DataRow("4.0.0", "V3 OTLP mixed gzip")]
    [DataRow("unknown", "V3 OTLP")]
    public void Version_says_what_a_server_takes(string version, string features)
    {
        var known = ServerFeatures.Of(ServerVersion.TryParse(version));
        (bool Has, string Name)[] all = [(known.HasTraceV3, "V3"), (known.HasOtlp, "OTLP"), (known.MixesTraces, "mixed"), (known.TakesGzip, "gzip"), (known.WantsCopy, "copy")];

        Assert.AreEqual(features, string.Join(' ', all.Where(feature => feature.Has).Select(feature => feature.Name)));
    }
}
