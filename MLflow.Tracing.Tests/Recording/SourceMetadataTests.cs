using System.Reflection;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Tests.Recording;

[TestClass]
public sealed class SourceMetadataTests
{
    [TestMethod]
    public async Task Trace_names_its_program_and_account_like_Python()
    {
        using var session = new RecordingSession();
        Mlflow.StartSpan("work").End();

        var metadata = (await session.SingleTraceAsync()).Info.Metadata;

        Assert.AreEqual(Assembly.GetEntryAssembly()!.GetName().Name, metadata["mlflow.source.name"]);
        Assert.AreEqual("LOCAL", metadata["mlflow.source.type"]);
        Assert.AreNotEqual("", metadata["mlflow.user"]);
    }

    [TestMethod]
    public async Task Option_beats_what_is_known_and_the_trace_beats_the_option()
    {
        using var session = new RecordingSession(static options =>
        {
            options.TraceMetadata["mlflow.source.name"] = "nightly";
            options.TraceMetadata["region"] = "eu";
            options.TraceMetadata["nothing"] = null!;
        });
        using (Mlflow.StartActiveSpan("work"))
        {
            Mlflow.UpdateCurrentTrace(metadata: new Dictionary<string, string> { ["region"] = "us" });
        }

        var metadata = (await session.SingleTraceAsync()).Info.Metadata;

        Assert.AreEqual("nightly", metadata["mlflow.source.name"]);
        Assert.AreEqual("us", metadata["region"]);
        Assert.IsFalse(metadata.ContainsKey("nothing"));
    }

    [TestMethod]
    [DataRow("1.2.3+0123456789abcdef0123456789abcdef01234567", true)]
    [DataRow("1.2.3+build.7.0123456789abcdef0123456789abcdef01234567", true)]
    [DataRow("1.2.3+0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [DataRow("1.2.3+build.7", false)]
    [DataRow("1.2.3", false)]
    [DataRow("0123456789abcdef0123456789abcdef01234567", false)]
    [DataRow(null, false)]
    public void Revision_of_the_SDK_is_found_in_the_version(string? version, bool hasRevision)
    {
        var revision = GitFacts.RevisionIn(version);

        Assert.AreEqual(hasRevision, revision is not null);
        Assert.IsTrue(revision is null || version!.EndsWith(revision, StringComparison.Ordinal));
    }
}
