namespace MLflow.Tracing.Capture.Shapes;

/// <summary>Bytes, as base64; those that do not fit become an attachment.</summary>
internal sealed class BytesShape(Type type) : Shape(type)
{
    public override void Write(ValueWalker walker, object value) => Write(walker, (byte[])value);

    public static void Write(ValueWalker walker, ReadOnlySpan<byte> bytes, string? contentType = null)
    {
        // four characters for three bytes
        var room = Math.Max(walker.Limit - walker.Text.Length, 0) / 4 * 3;
        var kept = Math.Min(bytes.Length, Math.Max(room, 3));
        if (kept < bytes.Length && walker.Media.TryTake(walker.Text, bytes, contentType))
        {
            return;
        }

        walker.Text.Append('"');
        walker.Text.Append(Convert.ToBase64String(bytes.Slice(0, kept).ToArray()));
        if (kept < bytes.Length)
        {
            walker.Text.Append("… (+");
            walker.Text.AppendFormatted(bytes.Length - kept);
            walker.Text.Append(" bytes)");
        }

        walker.Text.Append('"');
    }
}
