namespace Quickstart.Retrieval;

/// <summary>A <see cref="Passage"/> and how well it fits a question; the score compares passages of one question only.</summary>
internal sealed record RankedPassage(string File, int Line, double Score, string Heading, string Text);
