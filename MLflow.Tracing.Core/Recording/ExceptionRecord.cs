using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>An exception as a span keeps it: type and message at once, the stack trace rendered when the trace is delivered.</summary>
/// <remarks>Every frame that the exception passes shares one record; hence the stack trace is the longest one seen.</remarks>
internal sealed class ExceptionRecord
{
    /// <summary>The name of the event, as in OpenTelemetry's conventions.</summary>
    public const string EventName = "exception";

    private const string NotAnException = "an object that is not an exception";

    private readonly Exception? _exception;
    private string? _stackTrace;

    private ExceptionRecord(string typeName, string shortName, string message, Exception? exception)
    {
        TypeName = typeName;
        Description = message.Length == 0 ? shortName : $"{shortName}: {message}";
        Message = message;
        _exception = exception;
    }

    /// <summary>The exception's full type name.</summary>
    public string TypeName { get; }

    /// <summary>Its message.</summary>
    public string Message { get; }

    /// <summary>MLflow's status message: <c>TypeName: message</c>.</summary>
    public string Description { get; }

    /// <summary>Whether it stands for cancellation rather than failure.</summary>
    public bool IsCancellation => _exception is OperationCanceledException;

    /// <summary>Whether this is the record of the given object.</summary>
    public bool IsOf(object? thrown) => _exception is not null && ReferenceEquals(_exception, thrown);

    /// <summary>Makes a record of whatever was thrown; IL may throw things that are no exceptions.</summary>
    public static ExceptionRecord Of(object? thrown)
    {
        if (thrown is not Exception exception)
        {
            return new ExceptionRecord(thrown?.GetType().FullName ?? "unknown", thrown?.GetType().Name ?? "unknown", NotAnException, null);
        }

        var type = exception.GetType();
        return new ExceptionRecord(type.FullName ?? type.Name, type.Name, MessageOf(exception), exception);
    }

    /// <summary>The <c>exception</c> event of OpenTelemetry's conventions.</summary>
    /// <param name="timeUnixNs">When.</param>
    /// <param name="isFinal">Whether the stack trace is complete; then it is rendered once for all.</param>
    public SpanEvent ToEvent(long timeUnixNs, bool isFinal) => new(
        EventName,
        timeUnixNs,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["exception.type"] = JsonText.Of(TypeName),
            ["exception.message"] = JsonText.Of(Message),
            ["exception.stacktrace"] = JsonText.Of(isFinal ? _stackTrace ??= Render(_exception) : Render(_exception)),
        });

#pragma warning disable CA1031 // Message and ToString are the user's code and may throw anything
    private static string MessageOf(Exception exception)
    {
        var outer = UserCallback.Enter();
        try
        {
            return exception.Message ?? string.Empty;
        }
        catch (Exception thrownByMessage)
        {
            return $"<Message threw {thrownByMessage.GetType().Name}>";
        }
        finally
        {
            UserCallback.Exit(outer);
        }
    }

    private static string Render(Exception? exception)
    {
        var outer = UserCallback.Enter();
        try
        {
            return exception?.ToString() ?? string.Empty;
        }
        catch (Exception thrownByToString)
        {
            return $"<ToString threw {thrownByToString.GetType().Name}>";
        }
        finally
        {
            UserCallback.Exit(outer);
        }
    }
#pragma warning restore CA1031
}
