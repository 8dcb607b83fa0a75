namespace MLflow.Tracing.Capture.Shapes;

/// <summary><see cref="ReadOnlyMemory{T}"/> and <see cref="Memory{T}"/>: bytes as base64, characters as a string, the rest as an array.</summary>
internal sealed class MemoryShape<T>(Type type) : Shape(type)
{
    public override void Write(ValueWalker walker, object value)
    {
        var memory = value is Memory<T> writable ? writable : (ReadOnlyMemory<T>)value;
        if (memory is ReadOnlyMemory<byte> bytes)
        {
            BytesShape.Write(walker, bytes.Span);
        }
        else if (memory is ReadOnlyMemory<char> characters)
        {
            walker.Text.AppendString(characters.Span, walker.Limit);
        }
        else
        {
            WriteItems(walker, memory.Span);
        }
    }

    private static void WriteItems(ValueWalker walker, ReadOnlySpan<T> items)
    {
        walker.Text.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i >= walker.MaxItems || walker.IsExhausted)
            {
                walker.WriteMoreItems(i, items.Length);
                break;
            }

            if (i > 0)
            {
                walker.Text.Append(',');
            }

            walker.Write(items[i]);
        }

        walker.Text.Append(']');
    }
}
