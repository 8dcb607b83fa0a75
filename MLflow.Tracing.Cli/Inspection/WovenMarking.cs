using System.Reflection.Metadata;

namespace MLflow.Tracing.Cli.Inspection;

/// <summary>The attribute that the weaver puts on an assembly: who wove it, with which rules, and where its traces go by default.</summary>
/// <param name="EngineVersion">The version of the weaver.</param>
/// <param name="ConfigurationHash">The hash of the rules.</param>
internal sealed record WovenMarking(string EngineVersion, string ConfigurationHash)
{
    private const string Attribute = "WovenAttribute";

    public string? TrackingUri { get; private init; }

    public string? ExperimentId { get; private init; }

    public string? ExperimentName { get; private init; }

    /// <summary>Reads it; <see langword="null"/> when the assembly has none.</summary>
    /// <exception cref="BadImageFormatException">It is there, and makes no sense.</exception>
    public static WovenMarking? On(MetadataReader metadata)
        => metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute).Where(attribute => IsOurs(metadata, attribute)).Select(attribute => Read(metadata.GetBlobReader(attribute.Value))).FirstOrDefault();

    private static bool IsOurs(MetadataReader metadata, CustomAttribute attribute)
        => attribute.Constructor.Kind == HandleKind.MemberReference && WovenHooks.TypeOf(metadata, (MemberReferenceHandle)attribute.Constructor) == Attribute;

    // ECMA-335 II.23.3: a prolog, the arguments, and the properties as kind, type, name and value. All of ours are texts.
    private static WovenMarking Read(BlobReader blob)
    {
        blob.ReadUInt16();
        var version = blob.ReadSerializedString();
        var hash = blob.ReadSerializedString();
        var properties = new Dictionary<string, string?>();
        for (var left = blob.ReadUInt16(); left > 0; left--)
        {
            blob.ReadUInt16();
            properties[blob.ReadSerializedString() ?? ""] = blob.ReadSerializedString();
        }

        return new WovenMarking(version ?? "unknown", hash ?? "unknown")
        {
            TrackingUri = properties.GetValueOrDefault(nameof(TrackingUri)),
            ExperimentId = properties.GetValueOrDefault(nameof(ExperimentId)),
            ExperimentName = properties.GetValueOrDefault(nameof(ExperimentName)),
        };
    }
}
