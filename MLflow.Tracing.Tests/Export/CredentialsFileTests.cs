using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Recording;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class CredentialsFileTests
{
    private const string Both = "[other]\nmlflow_tracking_username = no\n[mlflow]\nmlflow_tracking_username = alice\nmlflow_tracking_password = p=1\n";

    private readonly TracingDiagnostics _diagnostics = new() { Output = null };

    [TestMethod]
    [DataRow(null, null, "alice", "p=1")]
    [DataRow("bob", null, "bob", "p=1")]
    [DataRow(null, "q", "alice", "q")]
    [DataRow("bob", "q", "bob", "q")]
    public void What_is_missing_comes_from_the_file(string? user, string? password, string expectedUser, string expectedPassword)
    {
        var options = new MlflowOptions { TrackingUsername = user, TrackingPassword = password };

        FillIn(options, Both);

        Assert.AreEqual((expectedUser, expectedPassword), (options.TrackingUsername, options.TrackingPassword));
        Assert.IsEmpty(_diagnostics.Counts);
    }

    [TestMethod]
    public void Credentials_that_are_given_outright_do_not_lose_to_the_file()
    {
        var token = new MlflowOptions { TrackingToken = "t" };
        var provider = new MlflowOptions { TrackingCredentialProvider = static _ => Task.FromResult(TrackingCredential.Bearer("t")) };
        var inAddress = new MlflowOptions();

        FillIn(token, Both);
        FillIn(provider, Both);
        FillIn(inAddress, Both, "http://u:p@server");

        Assert.IsTrue(new[] { token, provider, inAddress }.All(static options => options.TrackingUsername is null));
    }

    [TestMethod]
    [DataRow("[mlflow]\nmlflow_tracking_username = alice\n", "mlflow_tracking_password")]
    [DataRow("[mlflow]\nmlflow_tracking_password = s3cr3t\n", "mlflow_tracking_username")]
    public void Half_of_the_credentials_is_reported(string file, string missing)
    {
        string? message = null;
        _diagnostics.Reported += diagnostic => message = diagnostic.Message;

        FillIn(new MlflowOptions(), file);

        Assert.AreEqual(1, _diagnostics.CountOf("MLT435"));
        Assert.Contains(missing, message!);
        Assert.DoesNotContain("s3cr3t", message!);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("mlflow_tracking_username = alice\n")]
    [DataRow("\0\u0001 = [mlflow")]
    public void File_without_the_section_says_nothing(string file)
    {
        var options = new MlflowOptions();

        FillIn(options, file);

        Assert.IsNull(options.TrackingUsername);
        Assert.IsEmpty(_diagnostics.Counts);
    }

    [TestMethod]
    public void File_that_cannot_be_read_is_reported()
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Path, "credentials");
        using var held = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        CredentialsFile.FillIn(new MlflowOptions(), TrackingUri.Parse("http://server"), path, _diagnostics);

        Assert.AreEqual(1, _diagnostics.CountOf("MLT434"));
    }

    [TestMethod]
    public async Task Program_that_starts_tracing_uses_the_file_of_its_user()
    {
        using var home = new StoreFolder();
        Directory.CreateDirectory(Path.Combine(home.Path, ".mlflow"));
        await File.WriteAllTextAsync(Path.Combine(home.Path, ".mlflow", "credentials"), Both);
        using var variable = new EnvironmentVariable("HOME", home.Path);
        await using var server = new RecordingServer();
        Mlflow.Init(server.Address);
        try
        {
            Mlflow.StartSpan("one").End();
            Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)));
        }
        finally
        {
            Mlflow.Use(null);
        }

        Assert.AreEqual("Basic " + Convert.ToBase64String("alice:p=1"u8), server.Requests[0].Header("Authorization"));
    }

    private void FillIn(MlflowOptions options, string file, string uri = "http://server")
    {
        using var folder = new StoreFolder();
        var path = Path.Combine(folder.Path, "credentials");
        File.WriteAllText(path, file);
        CredentialsFile.FillIn(options, TrackingUri.Parse(uri), path, _diagnostics);
    }
}
