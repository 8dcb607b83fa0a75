namespace MLflow.Tracing.Capture;

/// <summary>A text of which only the beginning is shown.</summary>
internal static class CutText
{
    /// <summary>Stands at the end of a text that came in pieces, when more of them came than are kept.</summary>
    public const string StreamMark = "...[truncated]";

    /// <summary>The beginning, on a whole character, and how much there was beyond it.</summary>
    /// <param name="text">The text, or as much of it as there is.</param>
    /// <param name="length">Characters to show.</param>
    /// <param name="total">Characters of the whole text.</param>
    public static string Of(string text, int length, int total)
    {
        var kept = length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return $"{text.Substring(0, kept)}… (+{total - kept} characters)";
    }
}
