using MLflow.Tracing.Capture.Shapes;
using MLflow.Tracing.Model;
using MLflow.Tracing.Wire;
using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Capture.Media;

/// <summary>A value's JSON with marks in place of its binary values. Whoever asks for its text gets references, and nobody waits for them on the caller's thread.</summary>
internal sealed class JsonWithMedia(string json, MediaMark[] marks) : ICapturedCopy
{
    public int Length => json.Length;

    public void Write(ValueWalker walker)
    {
        var types = TypesByMark();
        var copied = 0;
        foreach (var (at, mark) in InOrder())
        {
            walker.Text.Append(json.AsSpan(copied, at - copied));
            if ((mark.Source.ContentType ?? types?[mark.Text]) is { } contentType)
            {
                walker.Text.Append(mark.ShownAs(contentType));
            }
            else
            {
                AppendText(walker, mark.Source);
            }

            copied = at + mark.Text.Length;
        }

        walker.Text.Append(json.AsSpan(copied));
    }

    /// <summary>The same in another's keeping.</summary>
    public JsonWithMedia HeldBy(IAttachmentHolder holder) => new(json, Array.ConvertAll(marks, mark => mark.HeldBy(holder)));

    // No media after all: shown as far as an ordinary text at this place would be. The quotes around it are there.
    private static void AppendText(ValueWalker walker, MediaSource source)
    {
        var text = (string)source.Origin;
        var kept = Math.Min(text.Length, Math.Max(walker.Limit - walker.Text.Length, 0));
        var shown = JsonText.Of(kept < source.Characters ? CutText.Of(text, kept, source.Characters) : text);
        walker.Text.Append(shown.AsSpan(1, shown.Length - 2));
    }

    /// <summary>Nearly always they stand as they were left; the program's converters may have moved, or dropped, some.</summary>
    private IEnumerable<(int At, MediaMark Mark)> InOrder()
        => marks.Select(mark => (At: json.IndexOf(mark.Text, StringComparison.Ordinal), mark)).Where(static place => place.At >= 0).OrderBy(static place => place.At);

    /// <summary>What the members beside the marks say; <see langword="null"/> when no mark needs that.</summary>
    private Dictionary<string, string?>? TypesByMark()
    {
        if (Array.TrueForAll(marks, static mark => mark.Source.ContentType is not null))
        {
            return null;
        }

        var types = marks.ToDictionary(static mark => mark.Text, string? (_) => null, StringComparer.Ordinal);
        foreach (var member in JsonValue.TryParse(json, out var value) && value is JContainer container ? container.Descendants().OfType<JProperty>() : [])
        {
            if (member.Value is JValue { Value: string text } && types.ContainsKey(text))
            {
                types[text] = MediaNeighbours.TypeOf(member);
            }
        }

        return types;
    }
}
