using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export;

/// <summary>The headers that belong to a signed address of Databricks.</summary>
internal static class SignedHeaders
{
    /// <summary>Those in its <c>credential_info</c>.</summary>
    public static List<KeyValuePair<string, string>> In(JObject info)
        => [.. JsonFields.Objects(info["headers"]).Select(header => new KeyValuePair<string, string>((string?)header["name"] ?? string.Empty, (string?)header["value"] ?? string.Empty))];
}
