using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace MLflow.Tracing.Wire;

/// <summary>Reads certificates from the files that Python's variables name.</summary>
internal static class CertificateFiles
{
    private static readonly Regex s_pem = new("-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END", RegexOptions.CultureInvariant);

    /// <summary>All certificates of a file, or of the files of a folder.</summary>
    /// <exception cref="CryptographicException">There is none, or one is damaged.</exception>
    public static X509Certificate2Collection ReadAuthorities(string path)
    {
        var certificates = new X509Certificate2Collection();
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path) : [path])
        {
            var blocks = s_pem.Matches(File.ReadAllText(file));
            if (blocks.Count > 0)
            {
                certificates.AddRange(blocks.Cast<Match>().Select(static block => Load(Convert.FromBase64String(block.Groups[1].Value))).ToArray());
            }
            else if (file == path)
            {
                certificates.Add(Load(File.ReadAllBytes(file)));
            }
        }

        return certificates.Count > 0 ? certificates : throw new CryptographicException("It holds no certificate.");
    }

    /// <summary>A certificate with its private key.</summary>
    /// <exception cref="CryptographicException">There is none, it is damaged, or its key is missing.</exception>
    public static X509Certificate2 ReadWithKey(string path)
    {
        var certificate = File.ReadAllText(path).Contains("-----BEGIN ") ? LoadPem(path) : LoadPkcs12(File.ReadAllBytes(path));
        return certificate.HasPrivateKey ? certificate : throw new CryptographicException("It holds no private key.");
    }

#if NETSTANDARD2_0
    private static X509Certificate2 LoadPem(string path)
        => throw new CryptographicException($"'{Path.GetExtension(path)}' is PEM, which this runtime reads no keys from. Convert it to PKCS#12 (openssl pkcs12 -export).");
#else
    // Windows' TLS does not take a key that is in memory only.
    private static X509Certificate2 LoadPem(string path)
    {
        using var inMemory = X509Certificate2.CreateFromPemFile(path);
        return LoadPkcs12(inMemory.Export(X509ContentType.Pkcs12));
    }
#endif

#if NET9_0_OR_GREATER
    private static X509Certificate2 Load(byte[] der) => X509CertificateLoader.LoadCertificate(der);

    private static X509Certificate2 LoadPkcs12(byte[] content) => X509CertificateLoader.LoadPkcs12(content, password: null);
#else
    private static X509Certificate2 Load(byte[] der) => new(der);

    private static X509Certificate2 LoadPkcs12(byte[] content) => new(content);
#endif
}
