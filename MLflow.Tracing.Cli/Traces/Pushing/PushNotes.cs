using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>
/// What of a folder store one server has: a file <c>SERVER.pushed</c> beside the traces, with a line <c>FILE FIRST-LAST</c> for each run of lines that were delivered. Written after each delivery:
/// what a crash takes away is delivered again, which changes nothing.
/// </summary>
/// <remarks>Held open exclusively: there is one push of a store to a server at a time.</remarks>
internal sealed partial class PushNotes : IDisposable
{
    private readonly HashSet<(string File, int Line)> _delivered = [];
    private readonly FileStream _file;

    /// <param name="store">The folder.</param>
    /// <param name="uri">The server.</param>
    /// <param name="workspace">The part of the server.</param>
    /// <exception cref="IOException">Another push has it, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write it.</exception>
    public PushNotes(string store, TrackingUri uri, string? workspace)
    {
        _file = FolderStoreFile.OpenAlone(SpoolFolder.Of(store, uri, new MlflowOptions { Workspace = workspace }) + ".pushed", FileMode.OpenOrCreate);
        long end = 0;
        while (FileLines.Read(_file, end, most: 1024, mostBytes: int.MaxValue) is { Count: > 0 } lines && lines[0].IsWhole)
        {
            foreach (var line in lines.TakeWhile(static line => line.IsWhole))
            {
                Read(line.Text);
                end = line.End;
            }
        }

        // A line that was torn says nothing, and must not lend its beginning to the next one.
        _file.SetLength(end);
    }

    /// <summary>Whether the server has what a line holds.</summary>
    public bool IsDelivered(StoredLine line) => _delivered.Contains((Path.GetFileName(line.Place.File), line.Place.Number));

    /// <summary>Notes that the server has it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(IEnumerable<StoredLine> lines)
    {
        var notes = new StringBuilder();
        foreach (var file in lines.GroupBy(static line => Path.GetFileName(line.Place.File)))
        {
            int[] numbers = [.. file.Select(static line => line.Place.Number)];
            for (int first = 0, next = 1; next <= numbers.Length; next++)
            {
                if (next == numbers.Length || numbers[next] != numbers[next - 1] + 1)
                {
                    notes.Append(CultureInfo.InvariantCulture, $"{file.Key} {numbers[first]}-{numbers[next - 1]}\n");
                    first = next;
                }
            }
        }

        _file.Seek(0, SeekOrigin.End);
        _file.Write(Encoding.UTF8.GetBytes(notes.ToString()));
        _file.Flush();
    }

    public void Dispose() => _file.Dispose();

    private void Read(string note)
    {
        if (Note().Match(note) is { Success: true } found
            && int.TryParse(found.Groups["first"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(found.Groups["last"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            for (var line = first; line <= last; line++)
            {
                _delivered.Add((found.Groups["file"].Value, line));
            }
        }
    }

    [GeneratedRegex(@"\A(?<file>.+) (?<first>\d{1,9})-(?<last>\d{1,9})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Note();
}
