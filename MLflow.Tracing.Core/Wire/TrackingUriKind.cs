namespace MLflow.Tracing.Wire;

/// <summary>What a <see cref="TrackingUri"/> points at.</summary>
internal enum TrackingUriKind
{
    /// <summary>A self-hosted MLflow server.</summary>
    Server,

    /// <summary>A Databricks workspace.</summary>
    Databricks,

    /// <summary>A folder of this machine: the embedded folder store.</summary>
    Folder,
}
