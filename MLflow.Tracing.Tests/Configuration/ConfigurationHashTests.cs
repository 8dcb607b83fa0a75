using MLflow.Tracing.Weaver.Configuration;
using static MLflow.Tracing.Tests.Configuration.ConfigurationXml;

namespace MLflow.Tracing.Tests.Configuration;

[TestClass]
public sealed class ConfigurationHashTests
{
    private const string Configuration = "<MLflow.Tracing TrackingUri='databricks'><Include Namespace='A.**' SpanType='TOOL' CaptureInputs='false'/><Exclude Type='B'/><Redact Parameter='key'/></MLflow.Tracing>";

    [TestMethod]
    public void Hash_when_computed_is_the_same_on_every_machine()
        => Assert.AreEqual("84eecdc30c2fb5e46bd52c88038b85ef433830079eddb69dca554e25dd8ce237", Hash(Configuration));

    [TestMethod]
    public void Hash_when_only_form_and_place_differ_is_the_same()
    {
        var elsewhere = Configuration.Replace("><", ">\n<", StringComparison.Ordinal).Replace("TrackingUri='databricks'", "Report='true' TrackingUri=' databricks '", StringComparison.Ordinal);

        Assert.AreEqual(Hash(Configuration), Hash(elsewhere));
    }

    [TestMethod]
    public void Hash_when_settings_come_from_several_sources_is_that_of_one()
    {
        var overlaid = Overlay(
            Source("<MLflow.Tracing TrackingUri='http://a'><Include Type='A'/></MLflow.Tracing>", isInherited: true),
            Source("<MLflow.Tracing TrackingUri='databricks'><Include Type='B'/></MLflow.Tracing>"));

        Assert.AreEqual(Hash("<MLflow.Tracing TrackingUri='databricks'><Include Type='A'/><Include Type='B'/></MLflow.Tracing>"), ConfigurationHash.Compute(overlaid, "1.0.0"));
    }

    [TestMethod]
    [DataRow("TrackingUri='databricks'", "TrackingUri='databricks://x'")]
    [DataRow("TrackingUri='databricks'", "ExperimentName='databricks'")]
    [DataRow("TrackingUri='databricks'", "TrackingUri='databricks' Exceptions='catch'")]
    [DataRow("TrackingUri='databricks'", "TrackingUri='databricks' TraceLlmCalls='true'")]
    [DataRow("A.**", "A.*")]
    [DataRow("Namespace=", "Type=")]
    [DataRow("SpanType='TOOL'", "Name='TOOL'")]
    [DataRow("SpanType='TOOL'", "SpanType='TOOL' Visibility='public'")]
    [DataRow("SpanType='TOOL'", "SpanType='TOOL' Members='trivial'")]
    [DataRow("SpanType='TOOL'", "SpanType='TOOL' SamplingRatio='0.5'")]
    [DataRow("CaptureInputs='false'", "CaptureInputs='true'")]
    [DataRow("CaptureInputs='false'", "")]
    [DataRow("CaptureInputs", "CaptureOutputs")]
    [DataRow("<Exclude Type='B'/>", "")]
    [DataRow("Parameter='key'", "Parameter='keys'")]
    public void Hash_when_anything_that_shapes_the_assembly_differs_is_another(string what, string by)
        => Assert.AreNotEqual(Hash(Configuration), Hash(Configuration.Replace(what, by, StringComparison.Ordinal)));

    [TestMethod]
    public void Hash_when_the_engine_is_another_is_another()
        => Assert.AreNotEqual(Hash(Configuration), Hash(Configuration, "1.0.1"));

    private static string Hash(string xml, string engineVersion = "1.0.0")
        => ConfigurationHash.Compute(Overlay(Source(xml)), engineVersion);
}
