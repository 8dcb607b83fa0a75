using System.Security.Authentication;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Why a trace did not arrive.</summary>
/// <param name="Id">The diagnostic's id.</param>
/// <param name="Message">What happened, and what to do.</param>
/// <param name="Cause">The exception behind it, if there is one.</param>
/// <param name="IsServerGone">Whether the next trace would meet the same fate: nobody answers.</param>
/// <param name="IsCancelled">Whether the time for delivery was up; whoever set the time reports that.</param>
internal sealed record DeliveryFailure(string Id, string Message, Exception? Cause = null, bool IsServerGone = false, bool IsCancelled = false)
{
    /// <summary>The failure that an answer means, or that the lack of one means.</summary>
    public static DeliveryFailure From(ServerReply reply) => reply.Status == 0
        ? new DeliveryFailure("MLT410", $"{reply}. {RemedyFor(reply.Failure)}", reply.Failure, IsServerGone: true, reply.IsCancelled)
        : new DeliveryFailure(
            RetryPolicy.IsWorthRetrying(reply.Status) ? "MLT412" : "MLT411",
            $"{reply}. {RemedyFor(reply)}",
            IsServerGone: reply.Status is 502 or 503 or 504,
            IsCancelled: reply.IsCancelled);

    private static string RemedyFor(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
            {
                return "Make this machine trust the server's certificate.";
            }
        }

        return "Start the server, or correct MLFLOW_TRACKING_URI.";
    }

    private static string RemedyFor(ServerReply reply) => reply.Status switch
    {
        _ when reply.IsWebPage => "Something in front of the MLflow server answers, a login page perhaps: correct MLFLOW_TRACKING_URI, or the credentials.",
        >= 300 and < 400 => $"Use the address it redirects to as the tracking URI{(reply.Location is { } location ? $": {location.OriginalString}" : string.Empty)}.",
        401 => "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.",
        403 => "The user may not write to the experiment, or the server does not allow this host name (its option --allowed-hosts).",
        404 when reply.ErrorCode == "RESOURCE_DOES_NOT_EXIST" => "Correct MLFLOW_EXPERIMENT_ID, or give the experiment by name.",
        404 or 405 => "Check that the tracking URI is the address of an MLflow server 3.2 or newer, with its path prefix if it has one.",
        413 => "Record less of each value (MlflowOptions.CaptureMaxCharacters), or raise the limit of the server or of the proxy in front of it.",
        429 => "Trace less (MLFLOW_TRACE_SAMPLING_RATIO), or raise the server's limit.",
        >= 500 or 408 => "Look into the server's log.",
        _ => "Please report this with the server's version.",
    };
}
