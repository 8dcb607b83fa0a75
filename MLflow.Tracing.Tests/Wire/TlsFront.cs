using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>A local socket that speaks TLS and passes what it is sent to a server that does not.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _shown = new();
    private readonly Uri _server;
    private readonly SslServerAuthenticationOptions _tls;
    private readonly Task _serving;

    public TlsFront(RecordingServer server, X509Certificate2 certificate, bool asksForCertificate = false)
    {
        _server = new Uri(server.Address);
        _tls = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = asksForCertificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
            {
                _shown.Enqueue(shown?.Subject ?? "nothing");
                return shown is not null || !asksForCertificate;
            },
        };
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public string Address => $"https://127.0.0.1:{Port}";

    /// <summary>The subjects of the certificates that clients showed.</summary>
    public IReadOnlyCollection<string> Shown => _shown;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            {
                await using var secured = new SslStream(client.GetStream());
                await secured.AuthenticateAsServerAsync(_tls);
                await server.ConnectAsync(_server.Host, _server.Port);
                await using var plain = server.GetStream();
                await Task.WhenAny(secured.CopyToAsync(plain), plain.CopyToAsync(secured));
            }
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException or SocketException)
        {
            // The client did not want this server, which some tests want.
        }
    }
}
