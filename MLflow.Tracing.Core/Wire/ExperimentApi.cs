using MLflow.Tracing.Model;
using static MLflow.Tracing.Wire.JsonFields;

namespace MLflow.Tracing.Wire;

/// <summary>The calls of a tracking server that concern experiments (protocol 3.1), each as one request.</summary>
internal sealed class ExperimentApi(ServerConnection connection)
{
    private const string Experiments = "/api/2.0/mlflow/experiments";

    public Task<ServerReply> GetAsync(string experimentId, CancellationToken cancellationToken)
        => connection.GetAsync($"{Experiments}/get?experiment_id={Uri.EscapeDataString(experimentId)}", cancellationToken);

    public Task<ServerReply> FindAsync(string name, CancellationToken cancellationToken)
        => connection.GetAsync($"{Experiments}/get-by-name?experiment_name={Uri.EscapeDataString(name)}", cancellationToken);

    public Task<ServerReply> CreateAsync(string name, CancellationToken cancellationToken)
        => CreateAsync(name, artifactLocation: null, EmptyDictionary.OfStrings, cancellationToken);

    public Task<ServerReply> CreateAsync(string name, string? artifactLocation, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
        => connection.PostAsync(
            $"{Experiments}/create",
            writer =>
            {
                Property(writer, "name", name);
                OptionalProperty(writer, "artifact_location", artifactLocation);
                if (tags.Count > 0)
                {
                    KeyValues(writer, "tags", tags);
                }
            },
            cancellationToken);

    public Task<ServerReply> DeleteAsync(string experimentId, CancellationToken cancellationToken)
        => connection.PostAsync($"{Experiments}/delete", writer => Property(writer, "experiment_id", experimentId), cancellationToken);
}
