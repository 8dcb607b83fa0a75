using System.ComponentModel;

namespace MLflow.Tracing.Woven;

/// <summary>
/// Put by the weaver on each assembly it wove: which engine did it, with which configuration, and the run-time defaults written there.
/// Not for use by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class WovenAttribute(string engineVersion, string configurationHash) : Attribute
{
    /// <summary>The version of the weaving engine.</summary>
    public string EngineVersion { get; } = engineVersion;

    /// <summary>A hash of the effective configuration, to tell a repeated weave from a different one.</summary>
    public string ConfigurationHash { get; } = configurationHash;

    /// <summary>The default of <see cref="MlflowOptions.TrackingUri"/>.</summary>
    public string? TrackingUri { get; set; }

    /// <summary>The default of <see cref="MlflowOptions.ExperimentId"/>.</summary>
    public string? ExperimentId { get; set; }

    /// <summary>The default of <see cref="MlflowOptions.ExperimentName"/>.</summary>
    public string? ExperimentName { get; set; }
}
