using System.Xml;
using System.Xml.Linq;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>Reads one rule element. A rule with an error is dropped: the error fails the build anyway.</summary>
internal sealed class RuleReader(ConfigurationSource source, ICollection<WeaverDiagnostic> diagnostics)
{
    private const string Namespace = nameof(RuleTarget.Namespace);
    private const string Type = nameof(RuleTarget.Type);
    private const string Method = nameof(RuleTarget.Method);
    private const string Visibility = nameof(RuleTarget.Visibility);
    private const string Parameter = nameof(RedactRule.Parameter);

    /// <summary>Reads an <c>&lt;Include&gt;</c>.</summary>
    public IncludeRule? Include(XElement element)
    {
        var reader = Open(
            element,
            Namespace,
            Type,
            Method,
            Visibility,
            nameof(IncludeRule.Members),
            nameof(SpanSettings.SpanType),
            nameof(SpanSettings.Name),
            nameof(SpanSettings.CaptureInputs),
            nameof(SpanSettings.CaptureOutputs),
            nameof(SpanSettings.ObserveFaults),
            nameof(SpanSettings.SamplingRatio));
        RequireTarget(element, reader, ConfigurationTexts.IncludeOfNothing());
        var settings = new SpanSettings(
            reader.SpanType(nameof(SpanSettings.SpanType)),
            reader.NameTemplate(nameof(SpanSettings.Name)),
            reader.Boolean(nameof(SpanSettings.CaptureInputs)),
            reader.Boolean(nameof(SpanSettings.CaptureOutputs)),
            reader.Boolean(nameof(SpanSettings.ObserveFaults)),
            reader.Ratio(nameof(SpanSettings.SamplingRatio)));
        var rule = new IncludeRule(Target(reader), settings, reader.Words(nameof(IncludeRule.Members), DefaultExclusions.Overridable), Origin(element));
        return reader.HasErrors ? null : rule;
    }

    /// <summary>Reads an <c>&lt;Exclude&gt;</c>.</summary>
    public ExcludeRule? Exclude(XElement element)
    {
        var reader = Open(element, Namespace, Type, Method, Visibility);
        RequireTarget(element, reader, ConfigurationTexts.ExcludeOfNothing());
        var rule = new ExcludeRule(Target(reader), Origin(element));
        return reader.HasErrors ? null : rule;
    }

    /// <summary>Reads a <c>&lt;Redact&gt;</c>.</summary>
    public RedactRule? Redact(XElement element)
    {
        var reader = Open(element, Parameter, Namespace, Type, Method, Visibility);
        if (element.Attribute(Parameter) is null)
        {
            reader.Say(ConfigurationTexts.NoParameters());
        }

        var parameter = reader.Pattern(Parameter, ignoreCase: true);
        var target = Target(reader);
        return reader.HasErrors || parameter is null ? null : new RedactRule(parameter, target, Origin(element));
    }

    private ElementReader Open(XElement element, params string[] attributes)
    {
        var reader = new ElementReader(element, source.File, diagnostics);
        reader.RejectOtherAttributes(attributes);
        reader.RejectOtherContent();
        return reader;
    }

    private static void RequireTarget(XElement element, ElementReader reader, DiagnosticText otherwise)
    {
        string[] patterns = [Namespace, Type, Method, Visibility];
        if (patterns.All(name => element.Attribute(name) is null))
        {
            reader.Say(otherwise);
        }
    }

    private static RuleTarget Target(ElementReader reader)
        => new(reader.Pattern(Namespace), reader.Pattern(Type), reader.Pattern(Method), reader.Visibility(Visibility));

    private RuleOrigin Origin(XElement element)
    {
        var place = (IXmlLineInfo)element;
        var attributes = string.Concat(element.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration).Select(static attribute => $" {attribute.Name.LocalName}=\"{attribute.Value}\""));
        return new RuleOrigin($"<{element.Name.LocalName}{attributes} />", source.File, place.LineNumber, place.LinePosition, source.IsInherited);
    }
}
