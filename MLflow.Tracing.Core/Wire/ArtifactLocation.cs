using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>Where a server wants the artifacts of a trace: the value of the tag <c>mlflow.artifactLocation</c> (protocol 3.3).</summary>
internal sealed class ArtifactLocation
{
    private const string ProxyScheme = "mlflow-artifacts";
    private const string ProxyPath = "/api/2.0/mlflow-artifacts/artifacts/";

    private readonly string _authority;
    private readonly string _path;

    private ArtifactLocation(string? folder, string authority, string path)
    {
        Folder = folder;
        _authority = authority;
        _path = path;
    }

    /// <summary>A folder to write to, or <see langword="null"/> when the server's proxy takes the artifacts.</summary>
    public string? Folder { get; }

    /// <summary>The tag in a server's answer about a trace.</summary>
    public static string? In(ServerReply aboutTrace)
        => TraceInfoV2Json.TagIn(aboutTrace, TraceTagKey.ArtifactLocation) ?? (string?)aboutTrace.Json?.SelectToken($"trace.trace_info.tags['{TraceTagKey.ArtifactLocation}']");

    /// <summary>Reads the tag.</summary>
    /// <returns>False for a store that only a cloud's own library can write.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ArtifactLocation? location)
    {
        // One letter is a Windows drive, and a slash before the colon a path.
        var schemeEnd = text.IndexOf(':');
        var scheme = schemeEnd > 1 && text.IndexOf('/') is var slash && (slash < 0 || slash > schemeEnd) ? text.Substring(0, schemeEnd) : string.Empty;
        if (scheme.Length == 0)
        {
            location = new ArtifactLocation(text, string.Empty, string.Empty);
        }
        else if (scheme.Equals("file", StringComparison.OrdinalIgnoreCase))
        {
            location = FolderUri.TryRead(text.Substring(schemeEnd + 1), out var folder, out _) ? new ArtifactLocation(folder, string.Empty, string.Empty) : null;
        }
        else
        {
            location = scheme.Equals(ProxyScheme, StringComparison.OrdinalIgnoreCase) ? ReadProxied(text.Substring(schemeEnd + 1)) : null;
        }

        return location is not null;
    }

    /// <summary>The address of the folder behind the proxy: of the tracking server, unless the location names a host.</summary>
    public string ProxyAddress(string serverAddress)
    {
        var server = _authority.Length == 0 ? serverAddress : $"{new Uri(serverAddress).Scheme}://{_authority}";
        return server + ProxyPath + _path;
    }

    /// <summary>
    /// Whether the proxy is the tracking server. The location is what any user gave an experiment: credentials go to the server the program was given, and
    /// to no other.
    /// </summary>
    public bool IsOn(string serverAddress)
        => string.Equals(new Uri(ProxyAddress(serverAddress)).Host, new Uri(serverAddress).Host, StringComparison.OrdinalIgnoreCase);

    private static ArtifactLocation ReadProxied(string rest)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return new ArtifactLocation(null, string.Empty, rest.Trim('/'));
        }

        var slash = rest.IndexOf('/', 2);
        return slash < 0
            ? new ArtifactLocation(null, rest.Substring(2), string.Empty)
            : new ArtifactLocation(null, rest.Substring(2, slash - 2), rest.Substring(slash).Trim('/'));
    }
}
