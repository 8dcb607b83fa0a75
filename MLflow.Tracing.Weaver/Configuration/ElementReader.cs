using System.Xml;
using System.Xml.Linq;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>Reads the attributes of one element strictly: whatever is not understood becomes an error that names the place and the remedy.</summary>
internal sealed class ElementReader(XElement element, string file, ICollection<WeaverDiagnostic> diagnostics)
{
    /// <summary>Whether anything was wrong so far.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>The element's name, for messages.</summary>
    private string Tag => $"<{element.Name.LocalName}>";

    /// <summary>Reports each attribute that is none of the allowed ones. Attributes of another XML namespace are not ours and stay.</summary>
    public void RejectOtherAttributes(params string[] allowed)
    {
        foreach (var attribute in element.Attributes())
        {
            var name = attribute.Name;
            if (!attribute.IsNamespaceDeclaration && name.NamespaceName.Length == 0 && !allowed.Contains(name.LocalName, StringComparer.Ordinal))
            {
                Error("MLT002", attribute, $"{Tag} has no attribute '{name.LocalName}'.{Spelling.DidYouMean(name.LocalName, allowed)} Allowed: {string.Join(", ", allowed)}.");
            }
        }
    }

    /// <summary>Reports each child element that is none of the allowed ones, and text.</summary>
    public void RejectOtherContent(params string[] allowed)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XElement child && !allowed.Contains(child.Name.LocalName, StringComparer.Ordinal))
            {
                var remedy = allowed.Length == 0 ? "Remove it: the element has attributes only." : $"Allowed: {string.Join(", ", allowed.Select(static name => $"<{name}>"))}.";
                Error("MLT001", child, $"{Tag} has no element <{child.Name.LocalName}>.{Spelling.DidYouMean(child.Name.LocalName, allowed)} {remedy}");
            }
            else if (node is XText text && text.Value.Trim().Length > 0)
            {
                Error("MLT001", node, $"{Tag} contains the text '{text.Value.Trim()}'. Remove it, or put it between <!-- and -->.");
            }
        }
    }

    /// <summary>A text, or <see langword="null"/> when it is not there.</summary>
    public string? Text(string name)
    {
        var attribute = element.Attribute(name);
        if (attribute is null)
        {
            return null;
        }

        var value = attribute.Value.Trim();
        if (value.Length == 0)
        {
            Error("MLT003", attribute, $"{name} of {Tag} is empty. Give it a value or remove it.");
            return null;
        }

        return value;
    }

    /// <summary>A boolean, or <see langword="null"/> when it is not there.</summary>
    public bool? Boolean(string name)
    {
        if (Text(name) is not { } value)
        {
            return null;
        }

        if (!bool.TryParse(value, out var result))
        {
            Error("MLT003", element.Attribute(name)!, $"{name}=\"{value}\" of {Tag} is neither true nor false. Write \"true\" or \"false\".");
            return null;
        }

        return result;
    }

    /// <summary>A set of visibilities; any when it is not there.</summary>
    public MemberVisibility Visibility(string name)
    {
        if (Text(name) is not { } value)
        {
            return MemberVisibility.Any;
        }

        var result = VisibilityNames.TryParse(value, out var unknown);
        if (result is null)
        {
            Error("MLT003", element.Attribute(name)!, $"{name} of {Tag} does not know '{unknown}'.{Spelling.DidYouMean(unknown!, VisibilityNames.All)} Allowed: {string.Join(", ", VisibilityNames.All)}; several are separated by '|'.");
        }

        return result ?? MemberVisibility.Any;
    }

    /// <summary>A pattern, or <see langword="null"/> when it is not there.</summary>
    public GlobPattern? Pattern(string name, bool ignoreCase = false)
    {
        if (Text(name) is not { } value)
        {
            return null;
        }

        var pattern = GlobPattern.TryParse(value, ignoreCase, out var problem);
        if (problem is not null)
        {
            Error(problem.Id, element.Attribute(name)!, $"{name}=\"{value}\" of {Tag} {problem.Text}");
        }

        return pattern;
    }

    /// <summary>A tracking URI, or <see langword="null"/> when it is not there.</summary>
    public string? TrackingUri(string name)
    {
        var value = Text(name);
        if (value is not null && TrackingUriSyntax.ProblemOf(value) is { } problem)
        {
            Error("MLT007", element.Attribute(name)!, $"{name}=\"{value}\" of {Tag} {problem}");
        }

        return value;
    }

    /// <summary>The template of a span name, or <see langword="null"/> when it is not there.</summary>
    public string? NameTemplate(string name)
    {
        var value = Text(name);
        if (value is not null && SpanNameTemplate.UnknownPlaceholder(value) is { } unknown)
        {
            Error("MLT003", element.Attribute(name)!, $"{name}=\"{value}\" of {Tag} contains the unknown placeholder {unknown}.{Spelling.DidYouMean(unknown, SpanNameTemplate.Placeholders)} Allowed: {string.Join(", ", SpanNameTemplate.Placeholders)}.");
        }

        return value;
    }

    /// <summary>A span type, or <see langword="null"/> when it is not there. Any text is one; a known one in other spelling is a slip and warned about.</summary>
    public string? SpanType(string name)
    {
        var value = Text(name);
        if (value is not null && KnownSpanTypes.IntendedBy(value) is { } intended)
        {
            Report("MLT008", DiagnosticSeverity.Warning, element.Attribute(name)!, $"{name}=\"{value}\" of {Tag} is shown as an unknown type. Write \"{intended}\".");
        }

        return value;
    }

    /// <summary>Reports an error about the whole element.</summary>
    public void Error(string id, string message) => Error(id, element, message);

    private void Error(string id, XObject place, string message)
    {
        HasErrors = true;
        Report(id, DiagnosticSeverity.Error, place, message);
    }

    private void Report(string id, DiagnosticSeverity severity, XObject place, string message)
    {
        // A synthesised attribute has no place of its own.
        var line = (IXmlLineInfo)place;
        if (!line.HasLineInfo())
        {
            line = element;
        }

        diagnostics.Add(new WeaverDiagnostic(id, severity, message, file, line.LineNumber, line.LinePosition));
    }
}
