using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace MLflow.Tracing.Tests.Building;

/// <summary>Checks an assembly's strong name: headers and sections without the signature itself, hashed and signed with the key in its name.</summary>
internal static class StrongName
{
    // A public key in metadata starts with two algorithm ids and its length.
    private const int BlobHeader = 12;
    private const int ChecksumOffset = 64;
    private const int SectionHeader = 40;

    public static bool IsValid(string assembly)
    {
        var bytes = File.ReadAllBytes(assembly);
        using var file = new PEReader(new MemoryStream(bytes));
        var headers = file.PEHeaders;
        var directory = headers.CorHeader!.StrongNameSignatureDirectory;
        if (!headers.CorHeader.Flags.HasFlag(CorFlags.StrongNameSigned) || !headers.TryGetDirectoryOffset(directory, out var signatureAt))
        {
            return false;
        }

        var metadata = file.GetMetadataReader();
        using var key = new RSACryptoServiceProvider();
        key.ImportCspBlob(metadata.GetBlobBytes(metadata.GetAssemblyDefinition().PublicKey)[BlobHeader..]);

#pragma warning disable CA5350 // the format's own hash
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        // The checksum was computed after signing; what fills up the headers to the first section is not signed.
        Array.Clear(bytes, headers.PEHeaderStartOffset + ChecksumOffset, sizeof(int));
        var sections = headers.SectionHeaders[0].PointerToRawData;
        hash.AppendData(bytes, 0, headers.PEHeaderStartOffset + headers.CoffHeader.SizeOfOptionalHeader + (SectionHeader * headers.SectionHeaders.Length));
        hash.AppendData(bytes, sections, signatureAt - sections);
        hash.AppendData(bytes, signatureAt + directory.Size, bytes.Length - signatureAt - directory.Size);
        var signature = bytes[signatureAt..(signatureAt + directory.Size)];
        Array.Reverse(signature);
        return key.VerifyHash(hash.GetHashAndReset(), signature, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
    }
}
