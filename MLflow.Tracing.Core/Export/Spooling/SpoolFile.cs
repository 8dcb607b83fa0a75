using System.Globalization;
using System.Text;

namespace MLflow.Tracing.Export.Spooling;

/// <summary>
/// One file of the spool: traces as lines in the format of the folder store, delivered from its beginning, and beside it how far that has come (<c>FILE.done</c>: a number of bytes).
/// </summary>
/// <remarks>
/// Held open exclusively: that is the claim to it, and the system ends it with the process. What a crash takes away from the number costs a repetition, never a trace. Not thread-safe.
/// </remarks>
internal sealed class SpoolFile : IDisposable
{
    private const string DoneSuffix = ".done";

    /// <summary>The most digits of a <see cref="long"/>: each number overwrites the one before as a whole.</summary>
    private const int DoneDigits = 19;

    private readonly FileStream _lines;
    private FileStream? _done;

    private SpoolFile(string path, FileStream lines, long position)
    {
        FilePath = path;
        _lines = lines;
        Length = lines.Length;
        Position = position <= Length ? position : 0;
    }

    public string FilePath { get; }

    public long Length { get; private set; }

    /// <summary>Where the first trace begins about which something is left to do.</summary>
    public long Position { get; private set; }

    public bool IsOver => Position >= Length;

    /// <summary>Begins a new file.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not create it.</exception>
    public static SpoolFile Create(string folder)
    {
        FolderStoreFile.CreateFolder(folder);
        try
        {
            return CreateIn(folder);
        }
        catch (IOException)
        {
            // Another process may claim a file in the moment between its creation and its lock; it finds it empty, and deletes it.
            return CreateIn(folder);
        }
    }

    /// <summary>Claims the file of a process that is no more; <see langword="null"/> when another one holds it, or it is gone.</summary>
    public static SpoolFile? TryClaim(string path)
    {
        FileStream? lines = null;
        try
        {
            lines = FolderStoreFile.OpenAlone(path, FileMode.Open);
            return new SpoolFile(path, lines, ReadDone(path + DoneSuffix));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            lines?.Dispose();
            return null;
        }
    }

    /// <summary>Appends whole lines. After an exception the file is as it was before, or nothing more may be appended to it.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Append(ArraySegment<byte> lines)
    {
        _lines.Position = Length;
        try
        {
            _lines.Write(lines.Array!, lines.Offset, lines.Count);
            _lines.Flush();
        }
        catch (IOException)
        {
            _lines.SetLength(Length);
            throw;
        }

        Length += lines.Count;
    }

    /// <summary>Waits until the disk has everything. Another thread may use the file meanwhile: the stream has no buffer, so that nothing but its handle is touched.</summary>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void FlushToDisk() => _lines.Flush(flushToDisk: true);

    /// <summary>The next lines.</summary>
    /// <param name="most">How many.</param>
    /// <param name="mostBytes">No further line once they are as large.</param>
    /// <returns>The last one of a process that was killed may lack its end, and more.</returns>
    public IReadOnlyList<FileLine> Read(int most, int mostBytes) => FileLines.Read(_lines, Position, most, mostBytes);

    /// <summary>How many lines there are about which something is left to do.</summary>
    public int CountLines() => FileLines.Count(_lines, Position);

    /// <summary>Remembers that nothing is left to do before a position.</summary>
    public void Advance(long position)
    {
        Position = position;
        var text = Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture).PadLeft(DoneDigits));
        _done ??= FolderStoreFile.OpenAlone(FilePath + DoneSuffix, FileMode.OpenOrCreate);
        _done.Position = 0;
        _done.Write(text, 0, text.Length);
        _done.Flush();
    }

    /// <summary>Deletes the file. Emptied first: who claims it in between finds nothing to do.</summary>
    public void Delete()
    {
        _lines.SetLength(0);
        Dispose();
        File.Delete(FilePath + DoneSuffix);
        File.Delete(FilePath);
    }

    public void Dispose()
    {
        _done?.Dispose();
        _lines.Dispose();
    }

    private static SpoolFile CreateIn(string folder)
    {
        var path = FolderStoreFile.NewPath(folder);
        return new SpoolFile(path, FolderStoreFile.OpenAlone(path, FileMode.CreateNew), position: 0);
    }

    /// <summary>A number that was never written, or torn, means the beginning: what is delivered again changes nothing.</summary>
    private static long ReadDone(string path)
        => File.Exists(path) && long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : 0;
}
