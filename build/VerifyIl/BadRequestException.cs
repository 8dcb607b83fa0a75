namespace MLflow.Tracing.VerifyIl;

/// <summary>What was asked for cannot be done; the message says why and what to do.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
