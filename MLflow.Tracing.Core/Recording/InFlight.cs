namespace MLflow.Tracing.Recording;

/// <summary>Looks at exceptions as they pass.</summary>
internal static class InFlight
{
    /// <summary>A filter that keeps the exception and never catches, so that its trace stays as it is.</summary>
    public static bool Keep(Exception exception, out object? thrown)
    {
        thrown = exception;
        return false;
    }
}
