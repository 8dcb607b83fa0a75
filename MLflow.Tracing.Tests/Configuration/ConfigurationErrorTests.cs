using MLflow.Tracing.Weaver;
using static MLflow.Tracing.Tests.Configuration.ConfigurationXml;

namespace MLflow.Tracing.Tests.Configuration;

[TestClass]
public sealed class ConfigurationErrorTests
{
    [TestMethod]
    [DataRow("<MLflow.Tracing><Inclued Namespace='A'/></MLflow.Tracing>", "MLT001", "Did you mean 'Include'?")]
    [DataRow("<MLflow.Tracing><Include Namespace='A'><Method/></Include></MLflow.Tracing>", "MLT001", "attributes only")]
    [DataRow("<MLflow.Tracing>Contoso.**</MLflow.Tracing>", "MLT001", "'Contoso.**'")]
    [DataRow("<MLflow.Tracing TrackingUrl='databricks'/>", "MLT002", "Did you mean 'TrackingUri'?")]
    [DataRow("<MLflow.Tracing><Exclude Namespace='A' SpanType='TOOL'/></MLflow.Tracing>", "MLT002", "Allowed: Namespace, Type, Method, Visibility.")]
    [DataRow("<MLflow.Tracing Report='yes'/>", "MLT003", "\"true\" or \"false\"")]
    [DataRow("<MLflow.Tracing Exceptions='cach'/>", "MLT003", "Did you mean 'catch'?")]
    [DataRow("<MLflow.Tracing ExperimentName=' '/>", "MLT003", "is empty")]
    [DataRow("<MLflow.Tracing><Include Method='A' Visibility='pubic'/></MLflow.Tracing>", "MLT003", "Did you mean 'public'?")]
    [DataRow("<MLflow.Tracing><Include Method='A' CaptureInputs='1'/></MLflow.Tracing>", "MLT003", "CaptureInputs")]
    [DataRow("<MLflow.Tracing><Include Method='A' SamplingRatio='10%'/></MLflow.Tracing>", "MLT003", "no number from 0 to 1")]
    [DataRow("<MLflow.Tracing><Include Method='A' Members='accesor|trivial'/></MLflow.Tracing>", "MLT003", "Did you mean 'accessor'?")]
    [DataRow("<MLflow.Tracing><Include Method='A' Name='{Class}.{Method}'/></MLflow.Tracing>", "MLT003", "{Namespace}, {Type}, {Method}")]
    [DataRow("<MLflow.Tracing><Include Namespace='A**'/></MLflow.Tracing>", "MLT004", "whole last segment")]
    [DataRow("<MLflow.Tracing><Exclude Type='regex:('/></MLflow.Tracing>", "MLT005", "regular expression")]
    [DataRow("<MLflow.Tracing><Include SpanType='TOOL'/></MLflow.Tracing>", "MLT006", "Namespace=\"**\"")]
    [DataRow("<MLflow.Tracing><Exclude/></MLflow.Tracing>", "MLT006", "Enabled=\"false\"")]
    [DataRow("<MLflow.Tracing><Redact Type='A'/></MLflow.Tracing>", "MLT006", "Parameter")]
    [DataRow("<MLflow.Tracing TrackingUri='sqlite:///mlruns.db'/>", "MLT007", "scheme 'sqlite'")]
    public void Mistake_when_read_is_an_error_with_a_remedy(string xml, string id, string expected)
    {
        var diagnostic = DiagnosticsOf(xml).Single();

        Assert.AreEqual(id, diagnostic.Id);
        Assert.AreEqual(DiagnosticSeverity.Error, diagnostic.Severity);
        StringAssert.Contains(diagnostic.Message, expected, StringComparison.Ordinal);
        Assert.AreEqual("FodyWeavers.xml", diagnostic.File);
    }

    [TestMethod]
    public void Mistake_in_an_attribute_when_read_points_at_the_attribute()
    {
        var diagnostic = DiagnosticsOf("<MLflow.Tracing>\n  <Include Type=\"A\" Metod=\"B\" />\n</MLflow.Tracing>").Single();

        Assert.AreEqual((2, 21), (diagnostic.Line, diagnostic.Column));
    }

    [TestMethod]
    public void Mistakes_when_several_are_all_told()
        => CollectionAssert.AreEqual(
            new[] { "MLT003", "MLT004", "MLT006" },
            DiagnosticsOf("<MLflow.Tracing Report='x'><Include Type='A..B'/><Exclude/></MLflow.Tracing>").Select(static diagnostic => diagnostic.Id).ToArray());

    [TestMethod]
    public void Span_type_when_spelled_like_its_constant_is_a_warning()
    {
        var diagnostic = DiagnosticsOf("<MLflow.Tracing><Include Type='A' SpanType='ChatModel'/></MLflow.Tracing>").Single();

        Assert.AreEqual(("MLT008", DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.Severity));
        StringAssert.Contains(diagnostic.Message, "CHAT_MODEL", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Span_type_when_of_the_users_own_making_is_fine()
        => Assert.IsEmpty(DiagnosticsOf("<MLflow.Tracing><Include Type='A' SpanType='BILLING'/></MLflow.Tracing>"));

    [TestMethod]
    public void Attributes_of_another_xml_namespace_when_present_are_not_ours()
        => Assert.IsEmpty(DiagnosticsOf("<MLflow.Tracing xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='FodyWeavers.xsd'><!-- a note --></MLflow.Tracing>"));

    [TestMethod]
    public void Synthesised_element_without_lines_when_wrong_is_still_reported()
    {
        var diagnostics = new List<WeaverDiagnostic>();
        var element = new System.Xml.Linq.XElement("MLflow.Tracing", new System.Xml.Linq.XAttribute("Report", "maybe"));

        Weaver.Configuration.WeaverConfiguration.Overlay([new Weaver.Configuration.ConfigurationSource(element, "App.csproj", false)], diagnostics);

        Assert.AreEqual(("MLT003", "App.csproj", 0), (diagnostics.Single().Id, diagnostics.Single().File, diagnostics.Single().Line));
    }
}
