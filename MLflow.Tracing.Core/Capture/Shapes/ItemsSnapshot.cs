using MLflow.Tracing.Capture.Media;

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
    public static long HeldCharacters(IList<T> items, int most, CapturePolicy policy)
    {
        long characters = 0;
        if (typeof(T) == typeof(string) || typeof(T) == typeof(Uri))
        {
            for (var i = 0; i < items.Count && i < most; i++)
            {
                characters += MediaText.HeldCharacters(items[i] as string ?? (items[i] as Uri)?.OriginalString, policy);
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
