using System.IO.Compression;
using System.Text;
using MLflow.Tracing.Export;
using MLflow.Tracing.Tests.Export;
using MLflow.Tracing.Tests.Wire;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Redaction;

/// <summary>
/// Tracing with every way out of the process: a server that takes OTLP and one that wants <c>traces.json</c>, both over HTTP, a folder, the
/// console, complaints. What came out can be searched, byte by byte.
/// </summary>
internal sealed class Egress : IAsyncDisposable
{
    private readonly RecordingServer _modern = new();
    private readonly RecordingServer _old = new(static request => request.Path.EndsWith("/v1/traces", StringComparison.Ordinal) ? ScriptedReply.Error(404, "ENDPOINT_NOT_FOUND", "no OTLP") : null);
    private readonly StoreFolder _folder = new();
    private readonly StringWriter _console = new();
    private readonly StringWriter _complaints = new();

    public Egress(Action<MlflowOptions> configure)
    {
        var options = new MlflowOptions { ExperimentId = "1" };
        configure(options);
        Diagnostics = new TracingDiagnostics { Output = TextWriter.Synchronized(_complaints) };
        Diagnostics.Reported += complaint => _complaints.WriteLine(complaint.Message);
        ITraceExporter[] exporters =
        [
            ExporterFactory.Create(TrackingUri.Parse(_modern.Address), options, Diagnostics),
            ExporterFactory.Create(TrackingUri.Parse(_old.Address), options, Diagnostics),
            new FolderStoreExporter(_folder.Path, options, Diagnostics),
            new ConsoleTreeExporter(_console, new TreeStyle(Width: 10_000, HasColor: false, IsAscii: true)),
        ];
        Mlflow.Use(new TracingRuntime(options, exporters, Diagnostics));
    }

    public TracingDiagnostics Diagnostics { get; }

    /// <summary>Ends tracing, and gives all bytes that left the process, by the way they took.</summary>
    public async Task<IReadOnlyDictionary<string, string>> BytesAsync()
    {
        Assert.IsTrue(await Mlflow.FlushAsync(TimeSpan.FromSeconds(20)), "the queue did not empty in time");
        Mlflow.Use(null);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTLP"] = Sent(_modern),
            ["traces.json"] = Sent(_old),
            ["folder"] = string.Concat(_folder.Files.Select(File.ReadAllText)),
            ["attachments"] = string.Concat(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Except(_folder.Files).Select(File.ReadAllText)),
            ["console"] = _console.ToString(),
            ["complaints"] = _complaints.ToString(),
        };
    }

    /// <summary>Ends tracing, and fails if the needle left the process.</summary>
    public async Task<IReadOnlyDictionary<string, string>> MustNotTellAsync(string needle)
    {
        var bytes = await BytesAsync();
        foreach (var (way, text) in bytes)
        {
            var at = text.IndexOf(needle, StringComparison.OrdinalIgnoreCase);
            Assert.AreEqual(-1, at, $"the secret left by {way}: …{(at < 0 ? string.Empty : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)])}…");
        }

        foreach (var way in new[] { "OTLP", "traces.json", "folder", "console" })
        {
            Assert.IsNotEmpty(bytes[way], way);
        }

        foreach (var line in bytes["folder"].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            RecordedRequest.ParseJson(line);
        }

        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        Mlflow.Use(null);
        await _modern.DisposeAsync();
        await _old.DisposeAsync();
        _folder.Dispose();
    }

    private static string Sent(RecordingServer server)
    {
        var text = new StringBuilder();
        foreach (var request in server.Requests)
        {
            text.AppendLine(request.Route).AppendJoin('\n', request.Headers).AppendLine().AppendLine(Encoding.UTF8.GetString(Unpacked(request)));
        }

        return text.ToString();
    }

    private static byte[] Unpacked(RecordedRequest request)
    {
        if (request.Header("Content-Encoding") is not "gzip")
        {
            return request.Body;
        }

        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(request.Body), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
