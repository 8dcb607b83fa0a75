using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MLflow.Tracing.Tests.Gates;

/// <summary>What an assembly says it is built for, as <c>.NETStandard,Version=v2.0</c>.</summary>
internal static class TargetFramework
{
    public const string NetFramework = ".NETFramework";

    public const string NetCore = ".NETCoreApp";

    /// <summary>The framework; empty when the assembly names none.</summary>
    public static string Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, "TargetFrameworkAttribute"))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16(); // the prolog of every attribute's blob
                return value.ReadSerializedString() ?? "";
            }
        }

        return "";
    }
}
