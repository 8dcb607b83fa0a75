using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class TrackingUriTests
{
    [TestMethod]
    [DataRow("http://localhost:5000", "http://localhost:5000")]
    [DataRow(" https://host/ ", "https://host")]
    [DataRow("HTTPS://Host/mlflow/team a/", "https://host/mlflow/team%20a")]
    public void Web_address_when_read_is_a_server_with_its_path_prefix(string text, string address)
    {
        var uri = TrackingUri.Parse(text);

        Assert.AreEqual(TrackingUriKind.Server, uri.Kind);
        Assert.AreEqual(address, uri.ServerAddress);
    }

    [TestMethod]
    [DataRow("databricks", null)]
    [DataRow("Databricks", null)]
    [DataRow("databricks://Team-A", "Team-A")]
    public void Databricks_when_read_keeps_the_case_of_its_profile(string text, string? profile)
    {
        var uri = TrackingUri.Parse(text);

        Assert.AreEqual(TrackingUriKind.Databricks, uri.Kind);
        Assert.AreEqual(profile, uri.Profile);
    }

    [TestMethod]
    [DataRow("file:traces")]
    [DataRow("file:./traces")]
    [DataRow("file:a/../traces")]
    [DataRow("file:%74races")]
    public void Relative_folder_when_read_is_below_the_working_directory(string text)
        => Assert.AreEqual(Path.Combine(Environment.CurrentDirectory, "traces"), TrackingUri.Parse(text).Folder);

    [TestMethod]
    [DataRow("file:{0}/my%20traces")]
    [DataRow("file://{0}/my%20traces")]
    [DataRow("file://localhost{0}/my traces")]
    public void Absolute_folder_when_read_is_percent_decoded(string text)
    {
        using var folder = new StoreFolder();
        var root = folder.Path.Replace('\\', '/');

        var uri = TrackingUri.Parse(string.Format(null, text, root.StartsWith('/') ? root : "/" + root));

        Assert.AreEqual(TrackingUriKind.Folder, uri.Kind);
        Assert.AreEqual(Path.Combine(folder.Path, "my traces"), uri.Folder);
    }

    [TestMethod]
    [DataRow("", "has no scheme")]
    [DataRow("mlruns", "has no scheme")]
    [DataRow("C:\\traces", "file:C:/traces")]
    [DataRow("/srv/traces", "file:/srv/traces")]
    [DataRow("sqlite:///mlflow.db", "has the scheme 'sqlite'")]
    [DataRow("ftp://x", "has the scheme 'ftp'")]
    [DataRow("http://", "is not a complete web address")]
    [DataRow("http://host/?a=1", "has a query")]
    [DataRow("http://host/#experiments", "has a query or a fragment")]
    [DataRow("databricks:", "names no profile")]
    [DataRow("databricks://", "names no profile")]
    [DataRow("file:", "names no folder")]
    [DataRow("file:///", "names no folder")]
    [DataRow("file://traces/a", "names the host 'traces'")]
    [DataRow("file:a%00b", "names no folder that this system can have")]
    public void Other_text_when_read_is_refused_with_its_value_and_the_reason(string text, string reason)
    {
        var refused = Assert.ThrowsExactly<ArgumentException>(() => TrackingUri.Parse(text));

        Assert.AreEqual("trackingUri", refused.ParamName);
        Assert.Contains($"'{text}'", refused.Message);
        Assert.Contains(reason, refused.Message);
        Assert.IsFalse(TrackingUri.TryParse(text, out _, out var problem));
        Assert.StartsWith(problem, refused.Message);
    }

    [TestMethod]
    public void Password_when_an_address_is_refused_is_not_repeated()
    {
        var refused = Assert.ThrowsExactly<ArgumentException>(() => TrackingUri.Parse("ftp://user:secret@host"));

        Assert.DoesNotContain("secret", refused.Message);
    }

    [TestMethod]
    public void Folder_of_pythons_file_store_is_refused()
    {
        using var folder = new StoreFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "0"));
        File.WriteAllText(Path.Combine(folder.Path, "0", "meta.yaml"), "name: Default\n");

        var refused = Assert.ThrowsExactly<ArgumentException>(() => TrackingUri.Parse($"file:{folder.Path}"));

        Assert.Contains("mlruns", refused.Message);
        Assert.Contains("mlflow server", refused.Message);
    }
}
