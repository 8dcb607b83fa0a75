namespace Quickstart.Retrieval;

/// <summary>Gathers lines until a passage is complete.</summary>
internal sealed class PassageCollector(string file)
{
    // shorter ones are labels, not statements
    private const int ShortestPassage = 20;

    private readonly List<Passage> _passages = [];
    private readonly List<string> _lines = [];
    private int _firstLine;

    public IReadOnlyList<Passage> Passages => _passages;

    public void Add(int lineNumber, string text)
    {
        if (_lines.Count == 0)
        {
            _firstLine = lineNumber;
        }

        if (text.Length > 0)
        {
            _lines.Add(text);
        }
    }

    public void Discard() => _lines.Clear();

    public void Finish(string heading)
    {
        var text = string.Join(' ', _lines);
        _lines.Clear();
        if (text.Length >= ShortestPassage)
        {
            _passages.Add(new Passage(file, _firstLine, heading, text));
        }
    }
}
