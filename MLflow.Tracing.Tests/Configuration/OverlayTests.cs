using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using static MLflow.Tracing.Tests.Configuration.ConfigurationXml;

namespace MLflow.Tracing.Tests.Configuration;

[TestClass]
public sealed class OverlayTests
{
    [TestMethod]
    public void Nothing_when_configured_is_enabled_without_rules()
    {
        var configuration = Overlay();

        Assert.IsTrue(configuration.Enabled);
        Assert.IsFalse(configuration.Report);
        Assert.AreEqual(ExceptionHooks.Filter, configuration.Exceptions);
        Assert.AreEqual(new RuntimeDefaults(null, null, null), configuration.Defaults);
        Assert.IsEmpty(configuration.Includes);
    }

    [TestMethod]
    public void Attribute_when_stated_twice_comes_from_the_stronger_source()
    {
        var configuration = Overlay(
            Source("<MLflow.Tracing TrackingUri='http://localhost:5000' Report='true' Enabled='false' Exceptions='catch'/>", isInherited: true),
            Source("<MLflow.Tracing TrackingUri='databricks://prod' Enabled='TRUE'/>"));

        Assert.AreEqual("databricks://prod", configuration.Defaults.TrackingUri);
        Assert.IsTrue(configuration.Report);
        Assert.IsTrue(configuration.Enabled);
        Assert.AreEqual(ExceptionHooks.Catch, configuration.Exceptions);
    }

    [TestMethod]
    public void Rules_when_in_several_sources_are_appended()
    {
        var configuration = Overlay(
            Rules("<Include Type='A'/><Redact Parameter='key'/>", isInherited: true),
            Rules("<Exclude Type='X'/><Include Type='B'/>"),
            Rules("<Include Type='C'/>"));

        CollectionAssert.AreEqual(new[] { "A", "B", "C" }, configuration.Includes.Select(static rule => rule.Target.Type!.Text).ToArray());
        Assert.HasCount(1, configuration.Excludes);
        Assert.HasCount(1, configuration.Redactions);
        CollectionAssert.AreEqual(new[] { true, false, false }, configuration.Includes.Select(static rule => rule.Origin.IsInherited).ToArray());
    }

    [TestMethod]
    public void Inherit_false_when_stated_cuts_off_weaker_sources()
    {
        var configuration = Overlay(
            Source("<MLflow.Tracing TrackingUri='databricks' Report='true'><Include Type='A'/></MLflow.Tracing>", isInherited: true),
            Source("<MLflow.Tracing Inherit='false'><Include Type='B'/></MLflow.Tracing>"));

        Assert.IsNull(configuration.Defaults.TrackingUri);
        Assert.IsFalse(configuration.Report);
        Assert.AreEqual("B", configuration.Includes.Single().Target.Type!.Text);
    }

    [TestMethod]
    public void Mistake_when_in_a_source_that_is_cut_off_is_not_told()
    {
        var diagnostics = new List<WeaverDiagnostic>();

        WeaverConfiguration.Overlay([Source("<MLflow.Tracing Nonsense='1'/>", isInherited: true), Source("<MLflow.Tracing Inherit='false'/>")], diagnostics);

        Assert.IsEmpty(diagnostics);
    }

    [TestMethod]
    public void Experiment_name_when_stated_by_the_stronger_source_beats_the_weaker_ones_id()
    {
        var configuration = Overlay(
            Source("<MLflow.Tracing ExperimentId='7'/>", isInherited: true),
            Source("<MLflow.Tracing ExperimentName='support-bot'/>"));

        Assert.AreEqual(new RuntimeDefaults(null, null, "support-bot"), configuration.Defaults);
    }

    [TestMethod]
    public void Rule_when_read_remembers_its_text_and_place()
    {
        var origin = Overlay(Source("<MLflow.Tracing>\n  <Include Namespace='Contoso.**' SpanType='AGENT'/>\n</MLflow.Tracing>", file: "/src/FodyWeavers.xml")).Includes.Single().Origin;

        Assert.AreEqual("<Include Namespace=\"Contoso.**\" SpanType=\"AGENT\" /> (FodyWeavers.xml:2)", origin.Description);
    }

    [TestMethod]
    public void Include_when_it_states_nothing_else_has_no_settings()
        => Assert.AreEqual(SpanSettings.None, Overlay(Rules("<Include Type='A'/>")).Includes.Single().Settings);

    [TestMethod]
    public void Include_when_it_states_everything_is_read_whole()
    {
        var rule = Overlay(Rules("<Include Namespace='N' Type='T' Method='M' Visibility='public | protected  internal' SpanType='TOOL' Name='{Type}' CaptureInputs='false' CaptureOutputs='true' ObserveFaults='true' SamplingRatio='0.25'/>")).Includes.Single();

        Assert.AreEqual(MemberVisibility.Public | MemberVisibility.ProtectedInternal, rule.Target.Visibility);
        Assert.AreEqual(new SpanSettings("TOOL", "{Type}", false, true, true, 0.25), rule.Settings);
    }
}
