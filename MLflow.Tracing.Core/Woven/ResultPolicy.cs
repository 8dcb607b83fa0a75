using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Capture;

namespace MLflow.Tracing.Woven;

/// <summary>What of a woven method's result is recorded, by the flags of its site.</summary>
internal static class ResultPolicy
{
    private const TraceSiteFlags Withholding = TraceSiteFlags.OutputsOff | TraceSiteFlags.OutputsRedacted;

    /// <summary>The captured result, or what stands in for it.</summary>
    public static CapturedValue Of<[DynamicallyAccessedMembers(Captured.Members)] T>(T result, LiveSpan span)
        => IsRecorded(span) ? CapturedValue.From(result, span.Trace.Runtime.Capture, span.Trace) : Withheld(span.Site);

    /// <summary>Whether results are recorded as they are.</summary>
    public static bool IsRecorded(LiveSpan span) => (span.Site.Flags & Withholding) == 0 && span.Trace.Runtime.Capture.RecordsContent;

    /// <summary>What is recorded when there is no result to look at: nothing, or the mark of redaction.</summary>
    public static CapturedValue Withheld(TraceSite site)
        => (site.Flags & TraceSiteFlags.OutputsRedacted) != 0 ? CapturedValue.Redacted : default;
}
