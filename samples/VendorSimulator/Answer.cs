using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace VendorSimulator;

/// <summary>What the simulator answers.</summary>
public sealed record Answer
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public string? ContentEncoding { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>The body is sent in pieces of so many bytes, each by itself; 0 for all at once.</summary>
    public int PieceBytes { get; init; }

    /// <summary>Waits so long before each piece.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Closes the connection when so many bytes of the body are sent.</summary>
    public int? BreaksAfter { get; init; }

    /// <summary>The answer in one of the files in <c>Answers</c>; its extension says how it is sent.</summary>
    public static Answer Of(string file) => new()
    {
        Body = Read(file),
        ContentType = Path.GetExtension(file) switch
        {
            ".sse" => "text/event-stream",
            ".ndjson" => "application/x-ndjson",
            _ => "application/json",
        },
    };

    /// <summary>The same, compressed.</summary>
    public Answer Gzipped()
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Body);
        }

        return this with { Body = compressed.ToArray(), ContentEncoding = "gzip" };
    }

    public static Answer Text(string body) => new() { Body = Encoding.UTF8.GetBytes(body) };

    private static byte[] Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file) ?? throw new ArgumentException($"There is no answer '{file}'.", nameof(file));
        var body = new byte[stream.Length];
        stream.ReadExactly(body);
        return body;
    }
}
