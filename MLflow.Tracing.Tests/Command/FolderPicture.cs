using System.Security.Cryptography;

namespace MLflow.Tracing.Tests.Command;

/// <summary>The files of a folder with the hashes of their contents, as lines to compare.</summary>
internal static class FolderPicture
{
    public static string Of(string folder) => string.Join(
        '\n',
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(folder, file)} {HashOf(file)}"));

    public static string HashOf(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
