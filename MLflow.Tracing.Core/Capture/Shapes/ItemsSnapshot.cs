namespace MLflow.Tracing.Capture.Shapes;

/// <summary>
/// The first items of an array or list of immutable values, as many as may be shown. Writing 200 numbers costs tens of
/// microseconds, copying them some nanoseconds: embeddings pass through traced methods by the thousand.
/// </summary>
internal sealed class ItemsSnapshot<T>(T[] items, int total) : ICapturedCopy
{
    /// <summary>Whether items of this type may be copied now and written later.</summary>
    public static bool IsPossible { get; } = typeof(T) == typeof(string) || ShapeCatalog.IsImmutableScalar(typeof(T));

    /// <summary>Characters of all strings among the items that would be copied.</summary>
    public static long HeldCharacters(IList<T> items, int most)
    {
        long characters = 0;
        if (typeof(T) == typeof(string))
        {
            for (var i = 0; i < items.Count && i < most; i++)
            {
                characters += (items[i] as string)?.Length ?? 0;
            }
        }

        return characters;
    }

    public void Write(ValueWalker walker)
    {
        walker.Text.Append('[');
        var written = 0;
        for (; written < items.Length && !walker.IsExhausted; written++)
        {
            if (written > 0)
            {
                walker.Text.Append(',');
            }

            walker.Write(items[written]);
        }

        if (written < total)
        {
            walker.WriteMoreItems(written, total);
        }

        walker.Text.Append(']');
    }
}
