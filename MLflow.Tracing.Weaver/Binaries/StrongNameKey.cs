using System.Text;

namespace MLflow.Tracing.Weaver.Binaries;

/// <summary>A pair of keys as in a <c>.snk</c> file.</summary>
/// <param name="Blob">The whole file: a PRIVATEKEYBLOB of the Windows cryptography API, https://learn.microsoft.com/windows/win32/seccrypto/rsa-schannel-key-blobs.</param>
internal sealed record StrongNameKey(byte[] Blob)
{
    private const int HeaderLength = 20;
    private const int PlaceOfMagic = 8;
    private const int PlaceOfBits = 12;

    /// <summary>A public key in an assembly begins with the ids of its algorithms and its length.</summary>
    private const int PublicKeyPrefix = 12;

    /// <summary>The key in the content of a file; <see langword="null"/> when it holds no private key.</summary>
    public static StrongNameKey? TryParse(byte[] content)
        => content.Length > HeaderLength && Encoding.ASCII.GetString(content, PlaceOfMagic, 4) == "RSA2" && content.Length >= HeaderLength + (BitConverter.ToInt32(content, PlaceOfBits) / 8)
            ? new StrongNameKey(content)
            : null;

    /// <summary>Whether it belongs to the public key that an assembly carries.</summary>
    public bool IsOf(byte[] publicKey)
    {
        var length = BitConverter.ToInt32(Blob, PlaceOfBits) / 8;
        return publicKey.Length == PublicKeyPrefix + HeaderLength + length
            && publicKey.Skip(PublicKeyPrefix + HeaderLength).SequenceEqual(Blob.Skip(HeaderLength).Take(length));
    }
}
