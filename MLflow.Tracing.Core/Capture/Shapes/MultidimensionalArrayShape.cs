namespace MLflow.Tracing.Capture.Shapes;

/// <summary>An array of several dimensions, written as arrays of arrays.</summary>
internal sealed class MultidimensionalArrayShape(Type type) : Shape(type)
{
    public override bool IsCollection => true;

    public override void Write(ValueWalker walker, object value)
        => WriteDimension(walker, (Array)value, new int[((Array)value).Rank], dimension: 0);

    private static void WriteDimension(ValueWalker walker, Array array, int[] indices, int dimension)
    {
        walker.Text.Append('[');
        var written = 0;
        var first = array.GetLowerBound(dimension);
        var length = array.GetLength(dimension);
        for (; written < length && written < walker.MaxItems && !walker.IsExhausted; written++)
        {
            if (written > 0)
            {
                walker.Text.Append(',');
            }

            indices[dimension] = first + written;
            if (dimension == array.Rank - 1)
            {
                walker.WriteObject(array.GetValue(indices));
            }
            else
            {
                WriteDimension(walker, array, indices, dimension + 1);
            }
        }

        if (written < length)
        {
            walker.WriteMoreItems(written, length);
        }

        walker.Text.Append(']');
    }
}
