using MLflow.Tracing.Weaver.Configuration;

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
            Warn("MLT062", $"{owner} carries both [Trace] and [NoTrace]; it is not traced. Remove one of them.", location);
        }

        if (mark.Settings.Name is { } name && SpanNameTemplate.UnknownPlaceholder(name) is { } unknown)
        {
            Warn("MLT064", $"[Trace] on {owner}: Name contains the unknown placeholder {unknown}, which stays in the span's name.{Spelling.DidYouMean(unknown, SpanNameTemplate.Placeholders)} Known: {string.Join(", ", SpanNameTemplate.Placeholders)}.", location);
        }

        if (mark.Settings.SpanType is { } spanType && KnownSpanTypes.IntendedBy(spanType) is { } intended)
        {
            Warn("MLT008", $"[Trace] on {owner}: SpanType \"{spanType}\" is shown as an unknown type. Write \"{intended}\" or use the constants of MLflow.Tracing.SpanType.", location);
        }
    }

    /// <summary>Tells of an <c>OutputReducer</c> that cannot be used.</summary>
    public void BadReducer(string owner, string problem, SourceLocation location)
        => Warn("MLT070", $"OutputReducer of [Trace] on {owner} has no effect: {problem}", location);

    // A property's attribute is met once an accessor.
    private void Warn(string id, string message, SourceLocation location)
    {
        if (!_all.Exists(known => known.Id == id && known.Message == message))
        {
            _all.Add(new WeaverDiagnostic(id, DiagnosticSeverity.Warning, message, location.File, location.Line, location.Column));
        }
    }
}
