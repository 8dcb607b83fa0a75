namespace ConsoleFromXml.Inbox;

/// <summary>What somebody wrote.</summary>
internal sealed record Letter(string Sender, string Text)
{
    /// <summary>The letters of a file: one a line, the sender before the first colon.</summary>
    public static IEnumerable<Letter> ReadAll(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            var parts = line.Split(": ", 2);
            yield return new Letter(parts[0], parts[1]);
        }
    }

    /// <summary>The words of a text, without punctuation.</summary>
    public static IEnumerable<string> Words(string text)
    {
        foreach (var word in text.Split(' '))
        {
            yield return word.Trim('.', '?', '!');
        }
    }
}
