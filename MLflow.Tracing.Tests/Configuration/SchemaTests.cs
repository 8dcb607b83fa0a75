using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.Schema;
using MLflow.Tracing.Tests.Building;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Configuration;

/// <summary>The schema that editors complete <c>FodyWeavers.xml</c> by says what the reader accepts.</summary>
[TestClass]
public sealed partial class SchemaTests
{
    private static readonly XNamespace s_schema = XmlSchema.Namespace;
    private static readonly XElement s_fragment = XDocument.Load(Path.Combine(Repository.Root, "build", "package", "MLflow.Tracing.Fody.xcf")).Root!;

    [TestMethod]
    [DataRow("<MLflow.Tracing/>")]
    [DataRow("<MLflow.Tracing TrackingUri='http://localhost:5000' ExperimentId='1' ExperimentName='bot' TraceLlmCalls='true' Report='true' Enabled='false' Exceptions='catch' Inherit='false'/>")]
    [DataRow("<MLflow.Tracing><Include Namespace='A.**'/><Exclude Type='B'/><Include Method='Run*'/><Redact Parameter='*key*' Visibility='public'/></MLflow.Tracing>")]
    [DataRow("<MLflow.Tracing><Include Namespace='**' Type='*' Method='regex:a|b' Visibility='public|protected internal' Members='accessor|trivial' SpanType='TOOL' Name='{Type}.{Method}' CaptureInputs='false' CaptureOutputs='true' ObserveFaults='true' SamplingRatio='.25'/><Include Type='A' SamplingRatio='1'/><Include Type='A' SamplingRatio='0.0'/></MLflow.Tracing>")]
    [DataRow("<MLflow.Tracing><Include Type='A' SpanType='BILLING' Visibility='private protected' Members='closure'/></MLflow.Tracing>")]
    public void Configuration_when_the_reader_accepts_it_is_valid(string xml)
    {
        Assert.IsEmpty(ConfigurationXml.DiagnosticsOf(xml));
        Assert.AreEqual("", Problems(xml));
    }

    [TestMethod]
    [DataRow("<MLflow.Tracing><Inclued Namespace='A'/></MLflow.Tracing>", "Inclued")]
    [DataRow("<MLflow.Tracing><Include Namespace='A'><Method/></Include></MLflow.Tracing>", "Method")]
    [DataRow("<MLflow.Tracing>Contoso.**</MLflow.Tracing>", "text")]
    [DataRow("<MLflow.Tracing TrackingUrl='databricks'/>", "TrackingUrl")]
    [DataRow("<MLflow.Tracing><Exclude Namespace='A' SpanType='TOOL'/></MLflow.Tracing>", "SpanType")]
    [DataRow("<MLflow.Tracing Report='yes'/>", "Report")]
    [DataRow("<MLflow.Tracing Exceptions='cach'/>", "Exceptions")]
    [DataRow("<MLflow.Tracing ExperimentName=' '/>", "ExperimentName")]
    [DataRow("<MLflow.Tracing><Include Method='A' Visibility='pubic'/></MLflow.Tracing>", "Visibility")]
    [DataRow("<MLflow.Tracing><Include Method='A' Visibility='public|'/></MLflow.Tracing>", "Visibility")]
    [DataRow("<MLflow.Tracing><Include Method='A' Members='property'/></MLflow.Tracing>", "Members")]
    [DataRow("<MLflow.Tracing><Include Method='A' CaptureInputs='1'/></MLflow.Tracing>", "CaptureInputs")]
    [DataRow("<MLflow.Tracing><Include Method='A' SamplingRatio='1.5'/></MLflow.Tracing>", "SamplingRatio")]
    [DataRow("<MLflow.Tracing><Include Method='A' SamplingRatio='-0.1'/></MLflow.Tracing>", "SamplingRatio")]
    [DataRow("<MLflow.Tracing><Include Method='A' SamplingRatio='0,5'/></MLflow.Tracing>", "SamplingRatio")]
    [DataRow("<MLflow.Tracing><Redact Type='A'/></MLflow.Tracing>", "Parameter")]
    public void Configuration_when_the_reader_refuses_it_is_invalid(string xml, string expected)
    {
        Assert.IsNotEmpty(ConfigurationXml.DiagnosticsOf(xml));
        Assert.Contains(expected, Problems(xml));
    }

    [TestMethod]
    [DataRow("", "<MLflow.Tracing Nonsense=''/>")]
    [DataRow("Include", "<MLflow.Tracing><Include Type='A' Nonsense=''/></MLflow.Tracing>")]
    [DataRow("Exclude", "<MLflow.Tracing><Exclude Type='A' Nonsense=''/></MLflow.Tracing>")]
    [DataRow("Redact", "<MLflow.Tracing><Redact Parameter='A' Nonsense=''/></MLflow.Tracing>")]
    public void Attributes_in_the_schema_are_those_the_reader_names(string element, string wrong)
    {
        var named = Allowed().Match(ConfigurationXml.DiagnosticsOf(wrong).Single().Message).Groups[1].Value.Split(", ");
        var complexType = element.Length == 0 ? s_fragment : s_fragment.Descendants(s_schema + "element").Single(candidate => (string?)candidate.Attribute("name") == element).Element(s_schema + "complexType")!;

        CollectionAssert.AreEquivalent(named, complexType.Elements(s_schema + "attribute").Select(static attribute => (string)attribute.Attribute("name")!).ToArray());
    }

    [TestMethod]
    public void Words_in_the_schema_are_those_the_reader_knows()
    {
        CollectionAssert.AreEqual(VisibilityNames.All.ToArray(), Words("Visibility"));
        CollectionAssert.AreEqual(DefaultExclusions.Overridable.ToArray(), Words("Members"));
        CollectionAssert.AreEquivalent(KnownSpanTypes.All.ToArray(), Words("SpanType"));
    }

    [TestMethod]
    public void Everything_a_user_can_choose_is_documented()
    {
        var choices = s_fragment.DescendantsAndSelf().Where(static node => node.Name == s_schema + "element" || node.Name == s_schema + "attribute"
            || (node.Name == s_schema + "enumeration" && (string?)node.Attribute("value") is not ("true" or "false")));

        Assert.IsEmpty(choices.Where(static choice => string.IsNullOrWhiteSpace(choice.Element(s_schema + "annotation")?.Element(s_schema + "documentation")?.Value)));
    }

    private static string[] Words(string attribute)
        => [.. s_fragment.Descendants(s_schema + "attribute").First(candidate => (string?)candidate.Attribute("name") == attribute).Descendants(s_schema + "enumeration").Select(static word => (string)word.Attribute("value")!)];

    // What Fody does with the fragment: it becomes the type of the element named after the add-in.
    private static string Problems(string xml)
    {
        var element = new XElement(s_schema + "element", new XAttribute("name", "MLflow.Tracing"), new XAttribute("minOccurs", 0), new XAttribute("maxOccurs", 1), s_fragment);
        var weavers = new XElement(s_schema + "element", new XAttribute("name", "Weavers"), new XElement(s_schema + "complexType", new XElement(s_schema + "all", element)));
        var schemas = new XmlSchemaSet();
        schemas.Add(null, new XElement(s_schema + "schema", new XAttribute(XNamespace.Xmlns + "xs", s_schema), weavers).CreateReader());

        var problems = new List<string>();
        XDocument.Parse($"<Weavers>{xml}</Weavers>").Validate(schemas, (_, problem) => problems.Add(problem.Message));
        return string.Join(Environment.NewLine, problems);
    }

    [GeneratedRegex(@"Allowed: (.*)\.$")]
    private static partial Regex Allowed();
}
