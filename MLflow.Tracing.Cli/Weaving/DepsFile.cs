using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>
/// A program's <c>X.deps.json</c>. The host takes from the folder only what is in it: an assembly that merely lies there is not found.
/// </summary>
/// <remarks>https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md</remarks>
internal sealed class DepsFile
{
    private const string Suffix = ".deps.json";

    private static readonly JsonSerializerOptions s_asTheSdkWritesIt = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root;

    private DepsFile(string path, JsonObject root)
    {
        Path = path;
        _root = root;
    }

    public string Path { get; }

    /// <summary>The assembly that the program begins in.</summary>
    public string EntryAssembly => Path[..^Suffix.Length] + ".dll";

    /// <summary>Whether <see cref="Add"/> changed it.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The assemblies of the platform, which a self-contained program brings along.</summary>
    public IEnumerable<string> PlatformAssemblies => LibrariesOfTarget
        .Where(library => (string?)Libraries[library.Key]?["type"] == "runtimepack")
        .SelectMany(static library => library.Value?["runtime"] is JsonObject files ? files.Select(static file => System.IO.Path.GetFileName(file.Key)) : []);

    private JsonObject Libraries => _root["libraries"]!.AsObject();

    private JsonObject LibrariesOfTarget => _root["targets"]![(string)_root["runtimeTarget"]!["name"]!]!.AsObject();

    /// <summary>Those of a folder.</summary>
    /// <exception cref="JsonException">One of them is none.</exception>
    public static IReadOnlyList<DepsFile> In(string folder) => [.. Directory.GetFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal).Select(Read)];

    public static bool IsIn(string folder) => Directory.EnumerateFiles(folder, "*" + Suffix).Any();

    /// <summary>Whether the program gets a file by that name.</summary>
    public bool Lists(string file)
        => LibrariesOfTarget.Any(library => library.Value?["runtime"] is JsonObject files && files.Any(listed => string.Equals(System.IO.Path.GetFileName(listed.Key), file, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Adds an assembly that lies beside the program, in place of any other version of it.</summary>
    public void Add(string assembly)
    {
        var file = System.IO.Path.GetFileName(assembly);
        var name = System.IO.Path.GetFileNameWithoutExtension(file);
        var version = FileVersionInfo.GetVersionInfo(assembly);
        var key = $"{name}/{version.ProductVersion?.Split('+')[0] ?? "1.0.0"}";
        foreach (var older in LibrariesOfTarget.Select(static library => library.Key).Where(library => library.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            LibrariesOfTarget.Remove(older);
            Libraries.Remove(older);
        }

        LibrariesOfTarget[key] = new JsonObject
        {
            ["runtime"] = new JsonObject { [file] = new JsonObject { ["assemblyVersion"] = LibraryFiles.VersionOf(assembly).ToString(), ["fileVersion"] = version.FileVersion } },
        };
        Libraries[key] = new JsonObject { ["type"] = "reference", ["serviceable"] = false, ["sha512"] = "" };
        IsChanged = true;
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(_root, s_asTheSdkWritesIt);

    private static DepsFile Read(string path)
    {
        var root = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
        return root?["libraries"] is JsonObject && root["targets"]?[(string?)root["runtimeTarget"]?["name"] ?? ""] is JsonObject
            ? new DepsFile(path, root)
            : throw new JsonException($"'{path}' does not list the libraries of a program.");
    }
}
