using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MLflow.Tracing.Complaints;

namespace MLflow.Tracing.Wire;

/// <summary>Whose certificate a server must have, and which one it is shown (protocol 3.6).</summary>
internal sealed class ServerTrust
{
    private static readonly Oid s_serverAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly bool _isBlind;
    private readonly X509Certificate2Collection? _authorities;
    private readonly X509Certificate2? _ownCertificate;

    private ServerTrust(bool isBlind, X509Certificate2Collection? authorities, X509Certificate2? ownCertificate)
    {
        _isBlind = isBlind;
        _authorities = authorities;
        _ownCertificate = ownCertificate;
    }

    /// <summary>Servers that the machine trusts; no certificate is shown.</summary>
    public static ServerTrust OfTheMachine { get; } = new(isBlind: false, authorities: null, ownCertificate: null);

    private bool IsOfTheMachine => !_isBlind && _authorities is null;

    /// <summary>What the options say. Reads the files they name.</summary>
    public static bool TryLoad(MlflowOptions options, [NotNullWhen(true)] out ServerTrust? trust, out Complaint problem)
    {
        var file = string.Empty;
        try
        {
            var authorities = Read(options.TrackingServerCertPath, CertificateFiles.ReadAuthorities);
            var own = Read(options.TrackingClientCertPath, CertificateFiles.ReadWithKey);
            (trust, problem) = (new ServerTrust(options.TrackingInsecureTls, authorities, own), default);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or FormatException or ArgumentException or NotSupportedException)
        {
            (trust, problem) = (null, StartComplaints.UnusableCertificate(file, failure.Message));
            return false;
        }

        T? Read<T>(string? path, Func<string, T> read)
            where T : class
        {
            file = path;
            return string.IsNullOrEmpty(path) ? null : read(path!);
        }
    }

#if NETSTANDARD2_0
    public void ApplyTo(HttpClientHandler handler)
    {
        if (!IsOfTheMachine)
        {
            handler.ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => Accepts(certificate, chain, errors);
        }

        if (_ownCertificate is not null)
        {
            handler.ClientCertificates.Add(_ownCertificate);
        }
    }
#else
    public void ApplyTo(SocketsHttpHandler handler)
    {
        if (!IsOfTheMachine)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(certificate as X509Certificate2, chain, errors);
        }

        if (_ownCertificate is not null)
        {
            handler.SslOptions.ClientCertificates = [_ownCertificate];
        }
    }
#endif

    /// <summary>The name must be the server's, and the chain must end at one of the authorities; the machine's own count no longer, as in Python.</summary>
    private bool Accepts(X509Certificate2? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if (_isBlind)
        {
            return true;
        }

        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.ApplicationPolicy.Add(s_serverAuthentication);
        policy.ExtraStore.AddRange(_authorities!);
        policy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);

        // .NET Standard has no other way to have authorities of one's own: the chain may end anywhere, and we look where it does.
        policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(certificate) && _authorities!.Contains(chain.ChainElements[chain.ChainElements.Count - 1].Certificate);
    }
}
