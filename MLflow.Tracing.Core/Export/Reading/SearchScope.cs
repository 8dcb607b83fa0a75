using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Where a search on a server looks when the caller names no experiment: where the same options send traces. Unlike delivery it creates nothing.</summary>
internal sealed class SearchScope(ExperimentApi api, MlflowOptions options)
{
    private const string DefaultExperimentId = "0";

    /// <returns>The ids; none when the experiment of that name does not exist yet.</returns>
    public async Task<IReadOnlyList<string>> ResolveAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(options.ExperimentId))
        {
            return [options.ExperimentId!.Trim()];
        }

        if (string.IsNullOrWhiteSpace(options.ExperimentName))
        {
            return [DefaultExperimentId];
        }

        var reply = await api.FindAsync(options.ExperimentName!.Trim(), cancellationToken).ConfigureAwait(false);
        return reply.IsMissing() ? [] : [reply.Read(json => JsonFields.Required(json.ObjectIn("experiment"), "experiment_id"), cancellationToken)];
    }
}
