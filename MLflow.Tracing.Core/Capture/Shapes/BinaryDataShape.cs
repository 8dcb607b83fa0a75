using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary><c>System.BinaryData</c>, a type of a package: JSON or text when its bytes are that, else base64.</summary>
internal sealed class BinaryDataShape : Shape
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly MethodInfo? _toMemory;
    private readonly PropertyInfo? _mediaType;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Without the method ToString is used, which is always there.")]
    public BinaryDataShape(Type type)
        : base(type)
    {
        _toMemory = type.GetMethod("ToMemory", Type.EmptyTypes);
        _mediaType = type.GetProperty("MediaType");
    }

    public override void Write(ValueWalker walker, object value)
    {
        if (_toMemory?.Invoke(value, null) is ReadOnlyMemory<byte> memory)
        {
            WriteBytes(walker, memory.Span, value);
        }
        else
        {
            WriteText(walker, value.ToString() ?? string.Empty);
        }
    }

    private void WriteBytes(ValueWalker walker, ReadOnlySpan<byte> bytes, object value)
    {
        // never decode more than can be shown; a character cut in two at the end is left out
        var room = Math.Max(walker.Limit - walker.Text.Length, 0);
        var kept = bytes.Length;
        if (bytes.Length > room)
        {
            kept = room;
            while (kept > 0 && (bytes[kept] & 0xC0) == 0x80)
            {
                kept--;
            }
        }

        string text;
        try
        {
            text = s_strict.GetString(bytes.Slice(0, kept).ToArray());
        }
        catch (DecoderFallbackException)
        {
            BytesShape.Write(walker, bytes, _mediaType?.GetValue(value) is string type && MediaTypes.IsValid(type) ? type : null); // not text
            return;
        }

        if (kept < bytes.Length)
        {
            walker.WriteStandIn($"{text}… (+{bytes.Length - kept} bytes)");
        }
        else
        {
            WriteText(walker, text);
        }
    }

    private static void WriteText(ValueWalker walker, string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.Length > 0 && start[0] is '{' or '[')
        {
            JsonFragment.Write(walker, text);
        }
        else
        {
            walker.WriteString(text);
        }
    }
}
