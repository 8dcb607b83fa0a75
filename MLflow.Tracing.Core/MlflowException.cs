namespace MLflow.Tracing;

/// <summary>A request of <see cref="MlflowClient"/> failed. The message names the request, what came of it, and what to do.</summary>
/// <remarks>Recording and delivering traces never throws it.</remarks>
/// <example>
/// <code>
/// try
/// {
///     await client.SetTraceTagAsync(traceId, "reviewed", "yes");
/// }
/// catch (MlflowException failure) when (failure.ErrorCode == "RESOURCE_DOES_NOT_EXIST")
/// {
///     Console.WriteLine("There is no such trace.");
/// }
/// </code>
/// </example>
public sealed class MlflowException : Exception
{
    /// <summary>Makes one that says nothing.</summary>
    public MlflowException()
    {
    }

    /// <summary>Makes one with a message.</summary>
    public MlflowException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and the exception behind it.</summary>
    public MlflowException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status of the server's answer; <see langword="null"/> when there was no answer, or none was asked for.</summary>
    public int? StatusCode { get; init; }

    /// <summary>MLflow's name of the failure, for example <c>RESOURCE_DOES_NOT_EXIST</c> or <c>INVALID_PARAMETER_VALUE</c>; <see langword="null"/> if the server gave none.</summary>
    public string? ErrorCode { get; init; }
}
