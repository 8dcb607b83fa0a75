using System.Globalization;
using System.Security.Authentication;
using MLflow.Tracing.Complaints;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Why a trace did not arrive.</summary>
/// <param name="Complaint">What happened, and what to do.</param>
/// <param name="Cause">The exception behind it, if there is one.</param>
/// <param name="IsServerGone">Whether the next trace would meet the same fate: nobody answers.</param>
/// <param name="IsCancelled">Whether the time for delivery was up; whoever set the time reports that.</param>
internal sealed record DeliveryFailure(Complaint Complaint, Exception? Cause = null, bool IsServerGone = false, bool IsCancelled = false)
{
    /// <summary>Whether it is about who asks, or how often, so that it does not help to send less at a time.</summary>
    public bool ConcernsEveryTrace { get; init; }

    /// <summary>Whether this trace alone may arrive later, although others do now.</summary>
    public bool MayPass { get; init; }

    /// <summary>How long nothing is sent to the server.</summary>
    public TimeSpan? UntilProbe { get; init; }

    /// <summary>Whether other traces would meet the same fate now.</summary>
    public bool IsAboutServer => IsServerGone || IsCancelled || ConcernsEveryTrace;

    /// <summary>Whether the same trace may arrive later: nothing is wrong with it.</summary>
    public bool IsTemporary => IsAboutServer || MayPass;

    /// <summary>The failure that an answer means, or that the lack of one means.</summary>
    public static DeliveryFailure From(ServerReply reply) => reply.UntilProbe is { } pause
        ? new DeliveryFailure(ServerComplaints.ServerDown(reply.Request.ToString(), SecondsOf(pause)), IsServerGone: true) { UntilProbe = pause }
        : reply.Status == 0
        ? new DeliveryFailure(MeaningOf(reply.Failure, reply.ToString()), reply.Failure, IsServerGone: true, reply.IsCancelled)
        : new DeliveryFailure(MeaningOf(reply, reply.ToString()), IsServerGone: reply.IsServerGone, IsCancelled: reply.IsCancelled) 
        {
            ConcernsEveryTrace = reply.Status is 401 or 403 or 429,
            MayPass = RetryPolicy.IsWorthRetrying(reply.Status) || reply.IsWebPage,
        };

    private static string SecondsOf(TimeSpan pause) => Math.Max(0, pause.TotalSeconds).ToString("0.#", CultureInfo.InvariantCulture);

    private static Complaint MeaningOf(Exception? failure, string problem)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is CredentialException)
            {
                return AuthenticationComplaints.NoCredential(problem);
            }

            if (cause is AuthenticationException)
            {
                return ServerComplaints.NoTrust(problem);
            }
        }

        return ServerComplaints.NoAnswer(problem);
    }

    private static Complaint MeaningOf(ServerReply reply, string answer) => reply.Status switch
    {
        429 => ServerComplaints.TooMany(answer),
        _ when RetryPolicy.IsWorthRetrying(reply.Status) => reply.IsWebPage ? ServerComplaints.GatewayFailed(answer) : ServerComplaints.ServerFailed(answer),
        _ when reply.IsWebPage => ServerComplaints.WebPage(answer),
        >= 300 and < 400 => ServerComplaints.Redirected(answer, reply.Location is { } location ? $": {location.OriginalString}" : string.Empty),
        401 => ServerComplaints.Unauthorized(answer),
        403 => ServerComplaints.Forbidden(answer),
        404 when reply.ErrorCode == "RESOURCE_DOES_NOT_EXIST" => ServerComplaints.NoExperiment(answer),
        404 or 405 => ServerComplaints.NoRoute(answer),
        413 => ServerComplaints.TooLarge(answer),
        >= 500 => ServerComplaints.NotStored(answer),
        _ => ServerComplaints.Refused(answer),
    };
}
