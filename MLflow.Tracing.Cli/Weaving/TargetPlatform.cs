using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>The platform that an assembly was compiled for.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Version">Its version.</param>
internal sealed record TargetPlatform(PlatformKind Kind, Version Version)
{
    private const string Attribute = "TargetFrameworkAttribute";

    /// <summary>What is assumed of an assembly that does not say.</summary>
    public static TargetPlatform Unknown { get; } = new(PlatformKind.NetStandard, new Version(2, 0));

    /// <summary>Reads it from the assembly attribute of a file; what is wrong with the file is for others to say.</summary>
    public static TargetPlatform Of(string assembly)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(assembly));
            return file.HasMetadata && FrameworkNameIn(file.GetMetadataReader()) is { } name ? Parse(name) : Unknown;
        }
        catch (Exception damage) when (damage is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    /// <summary>Parses a framework name such as <c>.NETCoreApp,Version=v8.0</c>.</summary>
    public static TargetPlatform Parse(string frameworkName)
    {
        var parts = frameworkName.Split(",Version=v");
        return parts.Length == 2 && Version.TryParse(parts[1].Split(',')[0], out var version)
            ? new TargetPlatform(KindOf(parts[0]), version)
            : Unknown;
    }

    public override string ToString() => Kind switch
    {
        PlatformKind.NetFramework => "net" + Version.ToString().Replace(".", "", StringComparison.Ordinal),
        PlatformKind.NetStandard => string.Create(CultureInfo.InvariantCulture, $"netstandard{Version}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"net{Version}"),
    };

    private static PlatformKind KindOf(string identifier) => identifier switch
    {
        ".NETCoreApp" => PlatformKind.Net,
        ".NETFramework" => PlatformKind.NetFramework,
        _ => PlatformKind.NetStandard,
    };

    private static string? FrameworkNameIn(MetadataReader metadata)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, Attribute))
            {
                // After the prolog of two bytes: ECMA-335, II.23.3.
                var value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                return value.ReadSerializedString();
            }
        }

        return null;
    }
}
