using MLflow.Tracing.Model;
using Newtonsoft.Json.Linq;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>
/// A place for traces in Unity Catalog, written <c>catalog.schema</c> or <c>catalog.schema.table_prefix</c> (protocol 2.1, 3.10). It stands wherever the id of an experiment may stand: those have no dots.
/// </summary>
/// <param name="Catalog">The catalog.</param>
/// <param name="Schema">The schema in it.</param>
/// <param name="TablePrefix">How the names of the tables begin; <see langword="null"/> means the tables that Databricks makes for a whole schema.</param>
internal sealed record CatalogLocation(string Catalog, string Schema, string? TablePrefix)
{
    /// <summary>For messages about what looks like a location and is none.</summary>
    public const string Form = "CATALOG.SCHEMA or CATALOG.SCHEMA.TABLE_PREFIX of Unity Catalog, without blanks and slashes";

    private const string SchemaType = "UC_SCHEMA";
    private const string SchemaField = "uc_schema";
    private const string PrefixType = "UC_TABLE_PREFIX";
    private const string PrefixField = "uc_table_prefix";

    /// <summary>The version of a trace's metadata that Databricks has for such places, see <see cref="TraceMetadataKey.SchemaVersion"/>.</summary>
    public const string TraceSchemaVersion = "4";

    /// <summary>The table of the spans, as Databricks makes it unless it says otherwise.</summary>
    public string SpansTable => $"{Catalog}.{Schema}.{(TablePrefix is null ? "mlflow_experiment_trace" : TablePrefix)}_otel_spans";

    /// <summary>Whether the destination is meant to be one, well formed or not.</summary>
    public static bool IsMeantBy(string? destination) => destination?.Contains('.') == true;

    /// <summary>The location, or <see langword="null"/> when the destination is an experiment.</summary>
    public static CatalogLocation? Of(string? destination)
        => IsMeantBy(destination) && destination!.Trim().Split('.') is { Length: 2 or 3 } parts && Array.TrueForAll(parts, IsName)
            ? new CatalogLocation(parts[0], parts[1], parts.Length == 3 ? parts[2] : null)
            : null;

    /// <summary>The location in a <c>trace_location</c>, or <see langword="null"/> when that is an experiment.</summary>
    public static CatalogLocation? In(JToken? traceLocation) => traceLocation switch
    {
        JObject when traceLocation[PrefixField] is JObject place => new CatalogLocation(Required(place, "catalog_name"), Required(place, "schema_name"), Required(place, "table_prefix")),
        JObject when traceLocation[SchemaField] is JObject place => new CatalogLocation(Required(place, "catalog_name"), Required(place, "schema_name"), null),
        _ => null,
    };

    /// <summary>The table of the spans that a workspace names with a trace, or <see langword="null"/> when it names none.</summary>
    public string? SpansTableIn(JObject? info)
    {
        var place = info?["trace_location"] as JObject;
        var table = (string?)place?[PrefixField]?["spans_table_name"] ?? (string?)place?[SchemaField]?["otel_spans_table_name"];
        return string.IsNullOrEmpty(table) ? null : table!.Contains('.') ? table : $"{Catalog}.{Schema}.{table}";
    }

    /// <summary>Writes the <c>trace_location</c>.</summary>
    public void Write(JsonUtf8Writer writer)
    {
        writer.WriteStartObject();
        Property(writer, "type", TablePrefix is null ? SchemaType : PrefixType);
        writer.WritePropertyName(TablePrefix is null ? SchemaField : PrefixField);
        writer.WriteStartObject();
        Property(writer, "catalog_name", Catalog);
        Property(writer, "schema_name", Schema);
        OptionalProperty(writer, "table_prefix", TablePrefix);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>As it is part of ids and addresses.</summary>
    public override string ToString() => TablePrefix is null ? $"{Catalog}.{Schema}" : $"{Catalog}.{Schema}.{TablePrefix}";

    /// <summary>It becomes part of a path and of a header.</summary>
    private static bool IsName(string part) => part.Length > 0 && part.All(static character => character is > ' ' and < '\x7f' and not '/');
}
