namespace MLflow.Tracing.Capture;

/// <summary>
/// What the 64 bits beside a reference say: bits 0–31 characters, 32–55 items, 56–58 how the reference is to be read.
/// A kept value needs no depth (it is flat) and no time (it is rendered on the export thread).
/// </summary>
internal static class PackedBudget
{
    public const int MostItems = 0xFF_FFFF;

    /// <summary>The reference is a string that is the value.</summary>
    public const long Text = 0L;

    /// <summary>The reference is a string that is JSON already.</summary>
    public const long Json = 1L << 56;

    /// <summary>The reference is an immutable value or a private copy.</summary>
    public const long Kept = 2L << 56;

    /// <summary>The reference is the name of a type whose value cannot be looked at.</summary>
    public const long TypeName = 4L << 56;

    public const long Unlimited = ((long)MostItems << 32) | int.MaxValue;

    public static long Pack(int items, int characters) => ((long)items << 32) | (uint)characters;

    public static int Characters(long bits) => (int)(uint)bits;

    public static int Items(long bits) => (int)(bits >> 32) & MostItems;

    public static bool IsJson(long bits) => (bits & Json) != 0;

    public static bool IsTypeName(long bits) => (bits & TypeName) != 0;
}
