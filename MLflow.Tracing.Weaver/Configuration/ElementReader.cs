using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MLflow.Tracing.Weaver.Diagnostics;

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
                Say(attribute, ConfigurationTexts.UnknownAttribute(Tag, name.LocalName, Spelling.DidYouMean(name.LocalName, allowed), string.Join(", ", allowed)));
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
                var childTag = $"<{child.Name.LocalName}>";
                Say(child, allowed.Length == 0
                    ? ConfigurationTexts.ElementInRule(Tag, childTag)
                    : ConfigurationTexts.UnknownElement(Tag, childTag, Spelling.DidYouMean(child.Name.LocalName, allowed), string.Join(", ", allowed.Select(static name => $"<{name}>"))));
            }
            else if (node is XText text && text.Value.Trim().Length > 0)
            {
                Say(node, ConfigurationTexts.Text(Tag, text.Value.Trim()));
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
            Say(attribute, ConfigurationTexts.Empty(name, Tag));
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
            Say(element.Attribute(name)!, ConfigurationTexts.NoBoolean(name, value, Tag));
            return null;
        }

        return result;
    }

    /// <summary>A number from 0 to 1, or <see langword="null"/> when it is not there.</summary>
    public double? Ratio(string name)
    {
        if (Text(name) is not { } value)
        {
            return null;
        }

        var isNumber = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var result);
        if (!isNumber || !SpanSettings.IsRatio(result))
        {
            Say(element.Attribute(name)!, ConfigurationTexts.NoRatio(name, value, Tag));
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
            Say(element.Attribute(name)!, ConfigurationTexts.UnknownWord(name, Tag, unknown!, Spelling.DidYouMean(unknown!, VisibilityNames.All), string.Join(", ", VisibilityNames.All)));
        }

        return result ?? MemberVisibility.Any;
    }

    /// <summary>One of the names of an enumeration, in lower case as XML has it, or <see langword="null"/> when the attribute is not there.</summary>
    public TEnum? Word<TEnum>(string name)
        where TEnum : struct, Enum
    {
        string[] allowed = [.. Enum.GetNames(typeof(TEnum)).Select(static value => value.ToLowerInvariant())];
        if (Text(name) is not { } value)
        {
            return null;
        }

        var index = Array.IndexOf(allowed, value);
        if (index < 0)
        {
            Say(element.Attribute(name)!, ConfigurationTexts.UnknownWord(name, Tag, value, Spelling.DidYouMean(value, allowed), string.Join(", ", allowed)));
            return null;
        }

        return ((TEnum[])Enum.GetValues(typeof(TEnum)))[index];
    }

    /// <summary>Some of a list of words, or <see langword="null"/> when the attribute is not there.</summary>
    public IReadOnlyList<string>? Words(string name, IReadOnlyCollection<string> allowed)
    {
        if (Text(name) is not { } value)
        {
            return null;
        }

        string[] words = [.. value.Split('|').Select(static word => word.Trim())];
        foreach (var unknown in words.Where(word => !allowed.Contains(word, StringComparer.Ordinal)))
        {
            Say(element.Attribute(name)!, ConfigurationTexts.UnknownWord(name, Tag, unknown, Spelling.DidYouMean(unknown, allowed), string.Join(", ", allowed)));
        }

        return words;
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
            Say(element.Attribute(name)!, problem.About($"{name}=\"{value}\" of {Tag}"));
        }

        return pattern;
    }

    /// <summary>A tracking URI, or <see langword="null"/> when it is not there.</summary>
    public string? TrackingUri(string name)
    {
        var value = Text(name);
        if (value is not null && TrackingUriSyntax.ProblemOf(value) is { } problem)
        {
            Say(element.Attribute(name)!, problem.About($"{name}=\"{value}\" of {Tag}"));
        }

        return value;
    }

    /// <summary>The template of a span name, or <see langword="null"/> when it is not there.</summary>
    public string? NameTemplate(string name)
    {
        var value = Text(name);
        if (value is not null && SpanNameTemplate.UnknownPlaceholder(value) is { } unknown)
        {
            Say(element.Attribute(name)!, ConfigurationTexts.UnknownPlaceholder(name, value, Tag, unknown, Spelling.DidYouMean(unknown, SpanNameTemplate.Placeholders), string.Join(", ", SpanNameTemplate.Placeholders)));
        }

        return value;
    }

    /// <summary>A span type, or <see langword="null"/> when it is not there. Any text is one; a known one in other spelling is a slip and warned about.</summary>
    public string? SpanType(string name)
    {
        var value = Text(name);
        if (value is not null && KnownSpanTypes.IntendedBy(value) is { } intended)
        {
            Say(element.Attribute(name)!, ConfigurationTexts.MisspelledSpanType(name, value, Tag, intended));
        }

        return value;
    }

    /// <summary>Reports something about the whole element.</summary>
    public void Say(DiagnosticText text) => Say(element, text);

    private void Say(XObject place, DiagnosticText text)
    {
        HasErrors |= text.Severity == DiagnosticSeverity.Error;

        // A synthesised attribute has no place of its own.
        var line = (IXmlLineInfo)place;
        if (!line.HasLineInfo())
        {
            line = element;
        }

        diagnostics.Add(text.At(file, line.LineNumber, line.LinePosition));
    }
}
