namespace MLflow.Tracing.Capture;

/// <summary>The values between the root and the one being written: tells how deep we are, and whether a value contains itself.</summary>
internal sealed class OpenValues
{
    private object?[] _values = new object?[16];

    public int Depth { get; private set; }

    public bool Contains(object value)
    {
        for (var i = 0; i < Depth; i++)
        {
            if (ReferenceEquals(_values[i], value))
            {
                return true;
            }
        }

        return false;
    }

    public void Push(object value)
    {
        if (Depth == _values.Length)
        {
            Array.Resize(ref _values, Depth * 2);
        }

        _values[Depth++] = value;
    }

    /// <summary>Leaves the values entered after a depth; keeps no reference to them.</summary>
    public void PopTo(int depth)
    {
        while (Depth > depth)
        {
            _values[--Depth] = null;
        }
    }
}
