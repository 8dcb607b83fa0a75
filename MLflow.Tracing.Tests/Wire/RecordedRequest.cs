using System.IO.Compression;
using System.Text;
using MLflow.Tracing.Tests.Wire.Otlp;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Wire;

/// <summary>What a <see cref="RecordingServer"/> was sent.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query as sent.</param>
/// <param name="Headers">Names in any case.</param>
/// <param name="Body">The bytes as sent.</param>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public const string StartTrace = "POST /api/3.0/mlflow/traces";
    public const string PushSpans = "POST /v1/traces";

    public string Route => $"{Method} {Path}";

    public string Text => Encoding.UTF8.GetString(Body);

    public JObject Json => ParseJson(Text);

    /// <summary>The body as a request of OTLP, decompressed if need be.</summary>
    public ExportRequest Otlp
    {
        get
        {
            using var body = new MemoryStream(Body);
            using Stream plain = Header("Content-Encoding") == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body;
            return ExportRequest.Parser.ParseFrom(plain);
        }
    }

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;

    /// <summary>Texts that look like dates stay texts.</summary>
    public static JObject ParseJson(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }
}
