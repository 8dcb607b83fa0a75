using System.Security.Cryptography.X509Certificates;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Samples;

namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new("MLflow.Tracing tests");
    private readonly TestAuthority _otherAuthority = new("MLflow.Tracing tests (other authority)");
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate;

    public TlsTests() => _certificate = _authority.IssueForServer();

    [TestMethod]
    public async Task Server_of_an_unknown_authority_gets_nothing_and_the_complaint_names_the_way_out()
    {
        await using var server = new RecordingServer();
        await using var front = new TlsFront(server, _certificate);
        using var run = new ExportRun(front.Address);

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));

        Assert.IsEmpty(server.Requests);
        Assert.AreEqual("MLT410", run.Complaints.Single().Id);
        Assert.Contains("MLFLOW_TRACKING_SERVER_CERT_PATH", run.Complaints.Single().Message);
    }

    [TestMethod]
    [DataRow("authority.pem", "authority.pem", DisplayName = "file")]
    [DataRow("authorities/authority.pem", "authorities", DisplayName = "folder")]
    public async Task Server_whose_authority_is_named_is_trusted(string file, string path)
    {
        _folder.Write(file, $"{_otherAuthority.Pem}\n# ours\n{_authority.Pem}\n");
        await using var server = new RecordingServer();
        await using var front = new TlsFront(server, _certificate);
        using var run = new ExportRun(front.Address, WithEnvironment("MLFLOW_TRACKING_SERVER_CERT_PATH", At(path)));

        await run.DeliverAsync(SampleTrace.Create());

        CollectionAssert.AreEqual(new[] { RecordedRequest.StartTrace, RecordedRequest.PushSpans }, server.Routes.ToArray());
    }

    [TestMethod]
    public async Task Server_that_is_its_own_authority_is_trusted_by_its_certificate()
    {
        var name = new SubjectAlternativeNameBuilder();
        name.AddIpAddress(System.Net.IPAddress.Loopback);
        using var key = System.Security.Cryptography.RSA.Create(2048);
        var request = new CertificateRequest("CN=self", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(name.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllBytesAsync(At("self.der"), certificate.Export(X509ContentType.Cert));
        await using var server = new RecordingServer();
        await using var front = new TlsFront(server, certificate);
        using var run = new ExportRun(front.Address, WithEnvironment("MLFLOW_TRACKING_SERVER_CERT_PATH", At("self.der")));

        await run.DeliverAsync(SampleTrace.Create());
    }

    [TestMethod]
    public async Task Server_of_another_authority_or_with_another_name_stays_refused()
    {
        _folder.Write("other.pem", _otherAuthority.Pem).Write("authority.pem", _authority.Pem);
        await using var server = new RecordingServer();
        await using var front = new TlsFront(server, _certificate);
        using var otherAuthority = new ExportRun(front.Address, WithEnvironment("MLFLOW_TRACKING_SERVER_CERT_PATH", At("other.pem")));
        using var otherName = new ExportRun($"https://localhost:{front.Port}", WithEnvironment("MLFLOW_TRACKING_SERVER_CERT_PATH", At("authority.pem")));

        Assert.AreEqual(new ExportResult(0, 1), await otherAuthority.SendAsync(SampleTrace.Create(1)));
        Assert.AreEqual(new ExportResult(0, 1), await otherName.SendAsync(SampleTrace.Create(2)));

        Assert.IsEmpty(server.Requests);
    }

    [TestMethod]
    public async Task Certificate_meant_for_clients_makes_no_server()
    {
        _folder.Write("authority.pem", _authority.Pem);
        using var certificate = _authority.IssueForClient();
        await using var server = new RecordingServer();
        await using var front = new TlsFront(server, certificate);
        using var run = new ExportRun(front.Address, WithEnvironment("MLFLOW_TRACKING_SERVER_CERT_PATH", At("authority.pem")));

        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));
    }

    [TestMethod]
    public async Task Insecure_tls_takes_any_server()
    {
        await using var server = new RecordingServer();
        await using var front = new TlsFront(server, _certificate);
        using var run = new ExportRun(front.Address, WithEnvironment("MLFLOW_TRACKING_INSECURE_TLS", "true"));

        await run.DeliverAsync(SampleTrace.Create());

        Assert.HasCount(2, server.Requests);
    }

    [TestMethod]
    [DataRow("client.pem")]
    [DataRow("client.pfx")]
    public async Task Client_certificate_is_shown_to_a_server_that_asks(string file)
    {
        using var client = _authority.IssueForClient();
        using var key = client.GetECDsaPrivateKey()!;
        _folder.Write("client.pem", $"{key.ExportPkcs8PrivateKeyPem()}\n{client.ExportCertificatePem()}");
        await File.WriteAllBytesAsync(At("client.pfx"), client.Export(X509ContentType.Pkcs12));
        var options = WithEnvironment("MLFLOW_TRACKING_CLIENT_CERT_PATH", At(file));
        options.TrackingInsecureTls = true;
        await using var server = new RecordingServer();
        await using var front = new TlsFront(server, _certificate, asksForCertificate: true);
        using var run = new ExportRun(front.Address, options);

        await run.DeliverAsync(SampleTrace.Create());

        Assert.Contains("CN=client", front.Shown);
    }

    [TestMethod]
    [DataRow("MLFLOW_TRACKING_SERVER_CERT_PATH", "missing.pem", null)]
    [DataRow("MLFLOW_TRACKING_SERVER_CERT_PATH", "empty.pem", "")]
    [DataRow("MLFLOW_TRACKING_SERVER_CERT_PATH", "damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [DataRow("MLFLOW_TRACKING_CLIENT_CERT_PATH", "missing.pem", null)]
    [DataRow("MLFLOW_TRACKING_CLIENT_CERT_PATH", "no-key.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public async Task Certificate_file_that_cannot_be_used_is_reported_at_the_start_and_with_what_it_loses(string variable, string file, string? content)
    {
        if (content is not null)
        {
            _folder.Write(file, content);
        }

        using var run = new ExportRun("https://127.0.0.1", WithEnvironment(variable, At(file)));

        Assert.AreEqual("MLT105", run.Complaints.Single().Id);
        Assert.Contains(At(file), run.Complaints.Single().Message);
        Assert.AreEqual(new ExportResult(0, 1), await run.SendAsync(SampleTrace.Create()));
        Assert.AreEqual(2, run.Diagnostics.CountOf("MLT105"));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
        _otherAuthority.Dispose();
        _folder.Dispose();
    }

    private static MlflowOptions WithEnvironment(string variable, string value)
    {
        var options = new MlflowOptions { ExperimentId = "123" };
        Assert.IsTrue(new EnvironmentOptions(name => name == variable ? value : null, new TracingDiagnostics { Output = null }).ApplyTo(options));
        return options;
    }

    private string At(string file) => Path.Combine(_folder.Path, file);
}
