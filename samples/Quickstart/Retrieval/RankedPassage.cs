namespace Quickstart.Retrieval;

/// <summary>A passage and how well it fits a question; the score compares passages of one question only.</summary>
internal sealed record RankedPassage(string File, int Line, double Score, string Heading, string Text)
{
    /// <summary>File and line, as editors and terminals link them.</summary>
    public string Source => $"{File}:{Line}";
}
