using System.Globalization;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>Collects what is odd about <c>[Trace]</c> and <c>[NoTrace]</c>. Only warnings: an attribute never fails a build.</summary>
internal sealed class MarkDiagnostics
{
    private readonly List<WeaverDiagnostic> _all = [];

    /// <summary>What was found.</summary>
    public IReadOnlyList<WeaverDiagnostic> All => _all;

    /// <summary>Checks one attribute.</summary>
    /// <param name="mark">The attribute.</param>
    /// <param name="owner">What it stands on, for the message.</param>
    /// <param name="location">Where.</param>
    public void Check(TraceMark mark, string owner, SourceLocation location)
    {
        if (mark.IsContradiction)
        {
            Say(SelectionTexts.Contradiction(owner), location);
        }

        if (mark.Settings.Name is { } name && SpanNameTemplate.UnknownPlaceholder(name) is { } unknown)
        {
            Say(SelectionTexts.UnknownPlaceholder(owner, unknown, Spelling.DidYouMean(unknown, SpanNameTemplate.Placeholders), string.Join(", ", SpanNameTemplate.Placeholders)), location);
        }

        if (mark.Settings.SpanType is { } spanType && KnownSpanTypes.IntendedBy(spanType) is { } intended)
        {
            Say(SelectionTexts.MisspelledSpanType(owner, spanType, intended), location);
        }

        if (mark.Settings.SamplingRatio is { } ratio && !SpanSettings.IsRatio(ratio))
        {
            Say(SelectionTexts.NoRatio(owner, ratio.ToString(CultureInfo.InvariantCulture)), location);
        }
    }

    /// <summary>Tells of an <c>OutputReducer</c> that cannot be used.</summary>
    public void BadReducer(DiagnosticText problem, SourceLocation location) => Say(problem, location);

    // A property's attribute is met once an accessor.
    private void Say(DiagnosticText text, SourceLocation location)
    {
        if (!_all.Exists(known => known.Id == text.Id && known.Message == text.Message))
        {
            _all.Add(text.At(location.File, location.Line, location.Column));
        }
    }
}
