using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLflow.Tracing.CommandCost;

/// <summary>A folder as <c>dotnet publish</c> leaves it: a program and its libraries, symbols beside them, and what the host reads.</summary>
internal sealed class PublishedFolder : IDisposable
{
    private const string Target = ".NETCoreApp,Version=v10.0";

    private PublishedFolder() => Path = Directory.CreateTempSubdirectory("command-cost-").FullName;

    public string Path { get; }

    /// <summary>Compiles generated code.</summary>
    public static PublishedFolder Of(int assemblies, int methodsEach)
    {
        var folder = new PublishedFolder();
        string[] names = ["App", .. Enumerable.Range(1, assemblies - 1).Select(static number => FormattableString.Invariant($"Library{number}"))];
        foreach (var name in names)
        {
            GeneratedAssembly.Write(folder.Path, name, methodsEach, isProgram: name == names[0]);
        }

        folder.Write("App.deps.json", new JsonObject
        {
            ["runtimeTarget"] = new JsonObject { ["name"] = Target },
            ["targets"] = new JsonObject { [Target] = Each(names, static name => new JsonObject { ["runtime"] = new JsonObject { [name + ".dll"] = new JsonObject() } }) },
            ["libraries"] = Each(names, static _ => new JsonObject { ["type"] = "project", ["serviceable"] = false, ["sha512"] = "" }),
        });
        folder.Write("App.runtimeconfig.json", new JsonObject
        {
            ["runtimeOptions"] = new JsonObject { ["tfm"] = "net10.0", ["framework"] = new JsonObject { ["name"] = "Microsoft.NETCore.App", ["version"] = "10.0.0" } },
        });
        return folder;
    }

    /// <summary>A copy, which the caller disposes of.</summary>
    public PublishedFolder Copy()
    {
        var copy = new PublishedFolder();
        foreach (var file in Directory.GetFiles(Path))
        {
            File.Copy(file, System.IO.Path.Combine(copy.Path, System.IO.Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>A hash of the names and contents of all files, and of the times at which they were written.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(Path).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file} {File.GetLastWriteTimeUtc(file).Ticks}")));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static JsonObject Each(IEnumerable<string> names, Func<string, JsonObject> value) => new(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name + "/1.0.0", value(name))));

    private void Write(string file, JsonObject content) => File.WriteAllBytes(System.IO.Path.Combine(Path, file), JsonSerializer.SerializeToUtf8Bytes(content));
}
