using System.Xml.Linq;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Tests.Configuration;

/// <summary>Turns XML in a test into a configuration.</summary>
internal static class ConfigurationXml
{
    /// <summary>A source whose element is <c>&lt;MLflow.Tracing …&gt;…&lt;/MLflow.Tracing&gt;</c>, with line information.</summary>
    public static ConfigurationSource Source(string xml, bool isInherited = false, string file = "FodyWeavers.xml")
        => new(XElement.Parse(xml, LoadOptions.SetLineInfo), file, isInherited);

    /// <summary>A source with rules only.</summary>
    public static ConfigurationSource Rules(string rules, bool isInherited = false)
        => Source($"<MLflow.Tracing>{rules}</MLflow.Tracing>", isInherited);

    /// <summary>Overlays sources that have no mistakes.</summary>
    public static WeaverConfiguration Overlay(params ConfigurationSource[] sources)
    {
        var diagnostics = new List<WeaverDiagnostic>();
        var configuration = WeaverConfiguration.Overlay(sources, diagnostics);
        Assert.IsEmpty(diagnostics, string.Join(Environment.NewLine, diagnostics));
        return configuration;
    }

    /// <summary>What is wrong with one source.</summary>
    public static IReadOnlyList<WeaverDiagnostic> DiagnosticsOf(string xml)
    {
        var diagnostics = new List<WeaverDiagnostic>();
        WeaverConfiguration.Overlay([Source(xml)], diagnostics);
        return diagnostics;
    }
}
