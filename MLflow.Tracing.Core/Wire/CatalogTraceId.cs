namespace MLflow.Tracing.Wire;

/// <summary>The id of a trace in Unity Catalog: <c>trace:/LOCATION/</c> and 32 hexadecimal digits (protocol 2.1).</summary>
/// <param name="Location">Where the trace is.</param>
/// <param name="Digits">The digits, which OTLP knows it by.</param>
internal readonly record struct CatalogTraceId(CatalogLocation Location, string Digits)
{
    public const string Prefix = "trace:/";

    /// <summary>Whether the id is meant to be one, well formed or not.</summary>
    public static bool IsMeantBy(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads the id; <see langword="null"/> when it is none.</summary>
    public static CatalogTraceId? TryParse(string id)
        => IsMeantBy(id) && WireId.IsTraceId(id) && CatalogLocation.Of(id.Substring(Prefix.Length, id.LastIndexOf('/') - Prefix.Length)) is { } location
            ? new CatalogTraceId(location, WireId.DigitsOf(id))
            : null;

    public override string ToString() => $"{Prefix}{Location}/{Digits}";
}
