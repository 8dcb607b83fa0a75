using MLflow.Tracing.Export;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class ExporterFactoryTests
{
    [TestMethod]
    [DataRow("http://localhost:5000", typeof(MlflowServerExporter))]
    [DataRow("file:traces", typeof(FolderStoreExporter))]
    public void Tracking_uri_decides_the_exporter(string uri, Type expected)
    {
        using var exporter = ExporterFactory.Create(TrackingUri.Parse(uri), new MlflowOptions(), new TracingDiagnostics { Output = null });

        Assert.AreEqual(expected, exporter.GetType());
    }

    [TestMethod]
    public void Databricks_profile_that_is_not_there_is_reported_at_the_start()
    {
        var diagnostics = new TracingDiagnostics { Output = null };

        using var exporter = ExporterFactory.Create(TrackingUri.Parse($"databricks://{Guid.NewGuid()}"), new MlflowOptions(), diagnostics);

        Assert.AreEqual(1, diagnostics.CountOf("MLT430"));
    }
}
