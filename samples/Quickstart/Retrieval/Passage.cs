namespace Quickstart.Retrieval;

/// <summary>A paragraph that can be found.</summary>
/// <param name="File">The file it stands in, relative to the folder of documents.</param>
/// <param name="Line">The line it begins at, counted from 1.</param>
/// <param name="Heading">What it is about: the nearest heading above it, or the code it comments.</param>
/// <param name="Text">Its text on one line.</param>
internal sealed record Passage(string File, int Line, string Heading, string Text);
