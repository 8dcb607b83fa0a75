using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export;

/// <summary>Finds the experiment that traces go to: the id wins, a name is looked up and created on first use, neither means <c>0</c>.</summary>
/// <remarks>Thread-safe: two that look at once find the same. What was found is kept; a failure is tried again with the next trace.</remarks>
internal sealed class ExperimentResolver(ExperimentApi api, MlflowOptions options)
{
    private const string DefaultExperimentId = "0";

    private readonly string? _name = Given(options.ExperimentName);
    private string? _id = Given(options.ExperimentId);

    public async Task<(string? Id, DeliveryFailure? Failure)> ResolveAsync(CancellationToken cancellationToken)
    {
        _id ??= _name is null ? DefaultExperimentId : null;
        if (_id is not null)
        {
            return (_id, null);
        }

        var found = await api.FindAsync(_name!, cancellationToken).ConfigureAwait(false);
        if (found.Status == 404)
        {
            var created = await api.CreateAsync(_name!, cancellationToken).ConfigureAwait(false);
            if (created.IsSuccess)
            {
                return Accept(created, IdIn(created.Json));
            }

            if (created.ErrorCode != "RESOURCE_ALREADY_EXISTS")
            {
                return (null, Failure(created, "could not be created"));
            }

            // Another process was faster.
            found = await api.FindAsync(_name!, cancellationToken).ConfigureAwait(false);
        }

        if (!found.IsSuccess)
        {
            return (null, Failure(found, "could not be looked up"));
        }

        var experiment = found.Json?["experiment"] as JObject;
        return ExperimentJson.IsDeleted(experiment)
            ? (null, new DeliveryFailure(ServerComplaints.ExperimentDeleted(_name!)))
            : Accept(found, IdIn(experiment));
    }

    private (string? Id, DeliveryFailure? Failure) Accept(ServerReply reply, string? id)
    {
        _id = id;
        return id is null ? (null, Failure(reply, "has no id in the answer")) : (id, null);
    }

    private DeliveryFailure Failure(ServerReply reply, string what)
    {
        var failure = DeliveryFailure.From(reply);
        return reply.Status == 0
            ? failure
            : failure with { Complaint = ServerComplaints.ExperimentUnknown(_name!, what, failure.Complaint.Cause, failure.Complaint.Remedy) };
    }

    private static string? IdIn(JObject? json) => (string?)json?["experiment_id"];

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
