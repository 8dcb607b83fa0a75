using System.Text;

namespace MLflow.Tracing.Export;

/// <summary>Reads files of traces from any line on, a few lines at a time, and knows where each ends.</summary>
internal static class FileLines
{
    private const byte LineFeed = (byte)'\n';
    private const int BufferBytes = 64 * 1024;

    /// <summary>The next lines.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">Where the first of them begins.</param>
    /// <param name="most">How many.</param>
    /// <param name="mostBytes">No further line once they are as large.</param>
    public static IReadOnlyList<FileLine> Read(Stream file, long position, int most, int mostBytes)
    {
        var found = new List<FileLine>();
        using var line = new MemoryStream();
        var buffer = new byte[BufferBytes];
        var at = file.Position = position;
        while (HasRoom() && file.Read(buffer, 0, buffer.Length) is > 0 and var got)
        {
            for (int start = 0, end; start < got && HasRoom(); start = end)
            {
                var feed = Array.IndexOf(buffer, LineFeed, start, got - start);
                end = feed < 0 ? got : feed + 1;
                line.Write(buffer, start, end - start);
                at += end - start;
                if (feed >= 0)
                {
                    Take(isWhole: true);
                }
            }
        }

        if (line.Length > 0)
        {
            Take(isWhole: false);
        }

        return found;

        // A line is never given up in its middle, however large it is.
        bool HasRoom() => line.Length > 0 || (found.Count < most && at - position < mostBytes);

        void Take(bool isWhole)
        {
            found.Add(new FileLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r', '\n'), at, isWhole));
            line.SetLength(0);
        }
    }

    /// <summary>How many lines there are from a position on, the last one included if it lacks its end.</summary>
    public static int Count(Stream file, long position)
    {
        var buffer = new byte[BufferBytes];
        var count = 0;
        var last = LineFeed;
        file.Position = position;
        while (file.Read(buffer, 0, buffer.Length) is > 0 and var got)
        {
            for (var feed = -1; (feed = Array.IndexOf(buffer, LineFeed, feed + 1, got - feed - 1)) >= 0;)
            {
                count++;
            }

            last = buffer[got - 1];
        }

        return last == LineFeed ? count : count + 1;
    }
}
