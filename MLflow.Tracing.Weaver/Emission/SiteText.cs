namespace MLflow.Tracing.Weaver.Emission;

/// <summary>The literals of one descriptor.</summary>
/// <param name="Name">The span's name.</param>
/// <param name="SpanType">The span's type.</param>
/// <param name="Function">Namespace, type and method, joined by dots.</param>
/// <param name="Parameters">The names of the captured parameters, each followed by a line feed.</param>
/// <param name="Flags">What the weaver found out about the method.</param>
internal sealed record SiteText(string Name, string SpanType, string Function, string Parameters, SiteFlags Flags)
{
    /// <summary>The share of the traces beginning here that are recorded, where it is stated.</summary>
    public double? SamplingRatio { get; init; }
}
