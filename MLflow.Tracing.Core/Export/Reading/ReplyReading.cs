using MLflow.Tracing.Wire;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Export.Reading;

/// <summary>Takes the answers of a server apart; what is no good answer becomes an exception.</summary>
internal static class ReplyReading
{
    /// <summary>Whether the server knows the route, but nothing of that id or name.</summary>
    public static bool IsMissing(this ServerReply reply) => reply is { Status: 404, ErrorCode: "RESOURCE_DOES_NOT_EXIST" or "NOT_FOUND" };

    /// <summary>The same answer, if it is a success.</summary>
    /// <exception cref="MlflowException">It is not.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static ServerReply Checked(this ServerReply reply, CancellationToken cancellationToken)
    {
        if (reply.IsCancelled)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return reply.IsSuccess
            ? reply
            : throw new MlflowException(MessageFor(reply), reply.Failure) { StatusCode = reply.Status == 0 ? null : reply.Status, ErrorCode = reply.ErrorCode };
    }

    /// <summary>What <paramref name="read"/> makes of the answer.</summary>
    /// <exception cref="MlflowException">The answer is no success, or cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static T Read<T>(this ServerReply reply, Func<JObject, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return read(reply.Checked(cancellationToken).Json ?? throw new FormatException("It is no JSON object."));
        }
        catch (Exception odd) when (odd is FormatException or OverflowException or InvalidCastException or ArgumentException or JsonException)
        {
            throw new MlflowException(
                $"{reply.Request} was answered with something that this library cannot read ({odd.Message.TrimEnd('.')}). Check that the tracking URI is the address of an MLflow server, and report this if it is.",
                odd) { StatusCode = reply.Status };
        }
    }

    /// <summary>The object in a field.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static JObject ObjectIn(this JObject json, string field) => json[field] as JObject ?? throw new FormatException($"The field '{field}' is missing.");

    /// <summary>What keeps a trace from its server keeps a request from it; the rest is worded for requests.</summary>
    private static string MessageFor(ServerReply reply) => reply.Status switch
    {
        400 => $"{reply}. Correct the argument that the answer names.",
        403 => $"{reply}: the user may not do this, or the server does not allow this host name. Give the user the right, or the host name to the server's option --allowed-hosts.",
        404 when reply.IsMissing() => $"{reply}: the server has nothing of that id. Check the id, and that the tracking URI is that of the server which has it.",
        404 or 405 or 501 when !reply.IsWebPage => $"{reply}: the server does not offer this. Check that the tracking URI is the address of an MLflow server, with its path prefix if it has one, and that the server is new enough.",
        >= 401 and < 500 when reply.Status is not (401 or 408 or 429) && !reply.IsWebPage => $"{reply}. Correct the request as the answer says.",
        _ => DeliveryFailure.From(reply).Complaint.Message,
    };
}
