using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;

namespace MLflow.Tracing.Tests.Building;

/// <summary>Checks an assembly's strong name as <c>sn -v</c> does: all of the file but the signature itself, hashed and signed with the key in its name.</summary>
internal static class StrongName
{
    // A public key in metadata starts with two algorithm ids and its length.
    private const int BlobHeader = 12;

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
        hash.AppendData(bytes, 0, signatureAt);
        hash.AppendData(bytes, signatureAt + directory.Size, bytes.Length - signatureAt - directory.Size);
        var signature = bytes[signatureAt..(signatureAt + directory.Size)];
        Array.Reverse(signature);
        return key.VerifyHash(hash.GetHashAndReset(), signature, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
    }
}
