using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Capture.Media;

/// <summary>Which texts are media in base64. Ordinary texts pay a comparison of their length and of a few characters.</summary>
internal static class MediaText
{
    /// <summary>A shorter text has no content worth a request of its own.</summary>
    public const int Shortest = 64;

    /// <summary>What a text that is taken out counts as, among the characters that a kept value holds: more than any limit.</summary>
    private const long TakenOut = int.MaxValue;

    private const string DataScheme = "data:";
    private const string Base64Mark = ";base64";
    private const int LongestHeader = 256;

    // with the members beside them, see MediaNeighbours; upper and lower case do not count
    private static readonly string[] s_keys = ["data", "file_data", "fileData", "b64_json", "b64Json", "result"];

    public static bool IsDataUri(string text) => IsDataUri(text.AsSpan());

    /// <summary>What a text is the base64 of; <see langword="null"/> for an ordinary one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="written">The JSON in front of it.</param>
    public static MediaSource? Read(string text, ReadOnlySpan<char> written)
        => IsDataUri(text) ? ReadDataUri(text)
            : MayBeMedia(text.AsSpan(), written) ? MediaSource.OfBase64(text, start: 0, contentType: null)
            : null;

    /// <summary>Whether a text begins as media do, where media may stand.</summary>
    /// <inheritdoc cref="Read"/>
    public static bool MayBeMedia(ReadOnlySpan<char> text, ReadOnlySpan<char> written)
        => IsDataUri(text) || (text.Length >= Shortest && BeginsAsBase64(text) && IsKey(KeyAtEndOf(written)));

    /// <summary>How many characters a kept value holds for one of its texts; media is not kept in it but taken out at once.</summary>
    public static long HeldCharacters(string? text, CapturePolicy policy, string key = "")
        => text is null ? 0
            : policy.ExtractsMedia && text.Length >= Shortest && (IsDataUri(text) || (IsKey(key.AsSpan()) && BeginsAsBase64(text.AsSpan()))) ? TakenOut
            : text.Length;

    private static MediaSource? ReadDataUri(string text)
    {
        var comma = text.IndexOf(',', 0, Math.Min(text.Length, LongestHeader));
        var mark = comma - Base64Mark.Length;
        if (mark < DataScheme.Length || string.Compare(text, mark, Base64Mark, 0, Base64Mark.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return null;
        }

        // Without parameters: a file's name among them is content, and belongs into no reference.
        var type = text.Substring(DataScheme.Length, text.IndexOf(';') - DataScheme.Length);
        return MediaTypes.IsValid(type) ? MediaSource.OfBase64(text, comma + 1, type) : null;
    }

    private static bool IsDataUri(ReadOnlySpan<char> text)
        => text.Length >= Shortest && (text[0] | ' ') == 'd' && text.StartsWith(DataScheme.AsSpan(), StringComparison.OrdinalIgnoreCase);

    private static bool BeginsAsBase64(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < Shortest; i++)
        {
            if (text[i] is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '+' or '/'))
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<char> KeyAtEndOf(ReadOnlySpan<char> written)
    {
        if (written.Length < 2 || written[written.Length - 1] != ':' || written[written.Length - 2] != '"')
        {
            return default;
        }

        var name = written.Slice(0, written.Length - 2);
        return name.Slice(name.LastIndexOf('"') + 1);
    }

    private static bool IsKey(ReadOnlySpan<char> name)
    {
        foreach (var key in s_keys)
        {
            if (name.Equals(key.AsSpan(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
