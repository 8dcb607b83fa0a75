using MLflow.Tracing.Export.Reading;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing;

public sealed partial class MlflowClient
{
    /// <summary>Creates an experiment.</summary>
    /// <param name="name">Its name, at most 500 characters, not yet used on the server.</param>
    /// <param name="artifactLocation">Where its files go; <see langword="null"/> leaves it to the server.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">The name is empty or too long, or a tag's key or value is.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">An experiment of that name exists (<see cref="MlflowException.ErrorCode"/> is <c>RESOURCE_ALREADY_EXISTS</c>), or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// var id = await client.CreateExperimentAsync("support-bot");
    /// </code>
    /// </example>
    public async Task<string> CreateExperimentAsync(
        string name,
        string? artifactLocation = null,
        IReadOnlyDictionary<string, string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ClientArguments.ExperimentName(name);
        foreach (var tag in tags ?? EmptyDictionary.OfStrings)
        {
            ClientArguments.Key(tag.Key);
            ClientArguments.AtMost(WireLimits.MaxValueLength, tag.Value, nameof(tags));
        }

        var reply = await Experiments().CreateAsync(name, artifactLocation, tags ?? EmptyDictionary.OfStrings, cancellationToken).ConfigureAwait(false);
        return reply.Read(static json => JsonFields.Required(json, "experiment_id"), cancellationToken);
    }

    /// <summary>Gets an experiment by its id.</summary>
    /// <param name="experimentId">The id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see langword="null"/> when there is none; one that was deleted is returned, see <see cref="Experiment.IsDeleted"/>.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// var experiment = await client.GetExperimentAsync("1");
    /// </code>
    /// </example>
    public async Task<Experiment?> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default)
        => ExperimentIn(await Experiments().GetAsync(ClientArguments.Given(experimentId, nameof(experimentId)), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Gets an experiment by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns><see langword="null"/> when there is none; one that was deleted is returned, see <see cref="Experiment.IsDeleted"/>.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">The server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// var experiment = await client.GetExperimentByNameAsync("support-bot");
    /// </code>
    /// </example>
    public async Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken = default)
        => ExperimentIn(await Experiments().FindAsync(ClientArguments.Given(name, nameof(name)), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Deletes an experiment with its traces. A server keeps it until it is cleaned up.</summary>
    /// <param name="experimentId">The id.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="NotSupportedException">The traces are in a folder store.</exception>
    /// <exception cref="MlflowException">There is no such experiment, or the server did not answer, or refused.</exception>
    /// <example>
    /// <code>
    /// await client.DeleteExperimentAsync("1");
    /// </code>
    /// </example>
    public async Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken = default)
    {
        var reply = await Experiments().DeleteAsync(ClientArguments.Given(experimentId, nameof(experimentId)), cancellationToken).ConfigureAwait(false);
        reply.Checked(cancellationToken);
    }

    private static Experiment? ExperimentIn(ServerReply reply, CancellationToken cancellationToken)
        => reply.IsMissing() ? null : reply.Read(static json => ExperimentJson.Read(json.ObjectIn("experiment")), cancellationToken);
}
