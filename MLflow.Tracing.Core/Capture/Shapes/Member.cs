namespace MLflow.Tracing.Capture.Shapes;

/// <summary>One member of an object as its contract wants it written.</summary>
internal abstract class Member
{
    private readonly string _first;
    private readonly string _next;

    protected Member(string name)
    {
        var text = new JsonBuffer();
        text.AppendString(name.AsSpan());
        Name = name;
        _first = text + ":";
        _next = "," + _first;
    }

    public string Name { get; }

    /// <summary>Whether reading it may run more than a field's read.</summary>
    public virtual bool IsComputed => false;

    /// <summary>The text it holds, for members of type string and <see cref="Uri"/>.</summary>
    public virtual string? StringOf(object owner) => null;

    protected static string? AsText(object? value) => value as string ?? (value as Uri)?.OriginalString;

    /// <summary>Writes key and value, or nothing. What the program's getter throws comes out before anything is written.</summary>
    /// <returns>Whether something was written.</returns>
    public abstract bool Write(ValueWalker walker, object owner, bool isFirst);

    public void WriteName(ValueWalker walker, bool isFirst) => walker.Text.Append(isFirst ? _first : _next);
}
