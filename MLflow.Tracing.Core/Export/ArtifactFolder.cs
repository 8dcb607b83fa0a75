namespace MLflow.Tracing.Export;

/// <summary>Writes the artifacts of a trace to a folder that this machine shares with the server.</summary>
internal static class ArtifactFolder
{
    /// <summary>Writes a file, and the folders around it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <returns>Why it could not be written; <see langword="null"/> when it was.</returns>
    public static Exception? TryWrite(string path, ArraySegment<byte> content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            stream.Write(content.Array!, content.Offset, content.Count);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return refused;
        }
    }
}
