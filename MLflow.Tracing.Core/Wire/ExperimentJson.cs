using MLflow.Tracing.Model;
using Newtonsoft.Json.Linq;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>An <see cref="Experiment"/> as a server describes it.</summary>
internal static class ExperimentJson
{
    /// <summary>Reads the object.</summary>
    /// <exception cref="FormatException">A required field is missing.</exception>
    public static Experiment Read(JObject json) => new()
    {
        ExperimentId = Required(json, "experiment_id"),
        Name = Required(json, "name"),
        ArtifactLocation = (string?)json["artifact_location"],
        IsDeleted = IsDeleted(json),
        Tags = ReadKeyValues(json["tags"]),
        CreationTimeUnixMs = (long?)json["creation_time"],
        LastUpdateTimeUnixMs = (long?)json["last_update_time"],
    };

    public static bool IsDeleted(JObject? json) => (string?)json?["lifecycle_stage"] == "deleted";
}
