using MLflow.Tracing.Weaver.Configuration;
using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Selection;

/// <summary>What <c>[Trace]</c> or <c>[NoTrace]</c> on one member, type or assembly says.</summary>
/// <param name="IsTrace">Whether it asks for a span; otherwise it forbids one.</param>
/// <param name="IsContradiction">Whether both attributes stand there; then the span is forbidden.</param>
/// <param name="IsInherited">Whether it also speaks for overrides and implementations.</param>
/// <param name="Settings">What <c>[Trace]</c> states about the span.</param>
internal sealed record TraceMark(bool IsTrace, bool IsContradiction, bool IsInherited, SpanSettings Settings)
{
    private const string Trace = "MLflow.Tracing.TraceAttribute";
    private const string Inherited = "Inherited";
    private const string NoTrace = "MLflow.Tracing.NoTraceAttribute";

    /// <summary>The function that <c>[Trace]</c> names to make the outputs from an iterator's items.</summary>
    public string? OutputReducer { get; init; }

    /// <summary>Reads the attributes by name, so that any version of the run-time library will do.</summary>
    /// <returns><see langword="null"/> when neither stands there.</returns>
    public static TraceMark? On(ICustomAttributeProvider provider)
    {
        if (!provider.HasCustomAttributes)
        {
            return null;
        }

        var trace = provider.CustomAttributes.FirstOrDefault(static attribute => attribute.AttributeType.FullName == Trace);
        var isForbidden = CompilerArtefacts.HasAttribute(provider, NoTrace);
        if (trace is null)
        {
            return isForbidden ? new TraceMark(false, false, false, SpanSettings.None) : null;
        }

        var values = trace.Properties.ToDictionary(static named => named.Name, static named => named.Argument.Value, StringComparer.Ordinal);
        var settings = new SpanSettings(
            Text(nameof(SpanSettings.SpanType)),
            Text(nameof(SpanSettings.Name)),
            Boolean(nameof(SpanSettings.CaptureInputs)),
            Boolean(nameof(SpanSettings.CaptureOutputs)),
            Boolean(nameof(SpanSettings.ObserveFaults)),
            values.TryGetValue(nameof(SpanSettings.SamplingRatio), out var ratio) ? ratio as double? : null);
        return new TraceMark(!isForbidden, isForbidden, Boolean(Inherited) ?? false, settings) { OutputReducer = Text(nameof(OutputReducer)) };

        string? Text(string name) => values.TryGetValue(name, out var value) && value is string { Length: > 0 } text ? text : null;

        bool? Boolean(string name) => values.TryGetValue(name, out var value) ? value as bool? : null;
    }

    /// <summary>The attribute of a member, or of the property or event that an accessor belongs to.</summary>
    public static TraceMark? OnMember(MethodDefinition method)
        => On(method) ?? (Accessors.OwnerOf(method) is { } owner ? On(owner) : null);
}
