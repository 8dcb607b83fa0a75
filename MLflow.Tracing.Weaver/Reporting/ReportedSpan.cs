using MLflow.Tracing.Weaver.Selection;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Reporting;

/// <summary>The span of a woven method in the report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SpanType">Its type.</param>
/// <param name="CaptureInputs">Whether arguments are recorded.</param>
/// <param name="CaptureOutputs">Whether the result is recorded.</param>
/// <param name="SamplingRatio">The share of the traces beginning with it that are recorded, where that is stated.</param>
/// <param name="Redacted">The parameters whose values are not recorded; <c>return</c> stands for the result.</param>
internal sealed record ReportedSpan(string Name, string SpanType, bool CaptureInputs, bool CaptureOutputs, double? SamplingRatio, IReadOnlyList<string> Redacted)
{
    public static ReportedSpan Of(SpanDefinition span, MethodDefinition method)
    {
        var redacted = span.RedactedParameters.Select(index => method.Parameters[index].Name);
        return new ReportedSpan(span.Name, span.SpanType, span.CaptureInputs, span.CaptureOutputs, span.SamplingRatio, [.. redacted, .. span.RedactResult ? ["return"] : Array.Empty<string>()]);
    }
}
