namespace MLflow.Tracing.Wire;

/// <summary>There is no credential to sign a request with. The message holds no secret.</summary>
#pragma warning disable CA1032, CA1064, RCS1194 // one way to make it, and nobody outside sees it
internal sealed class CredentialException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
#pragma warning restore CA1032, CA1064, RCS1194
