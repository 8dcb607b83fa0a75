using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture;

/// <summary>Marks a captured value whose content is in its bits. One instance a kind, compared by reference.</summary>
internal sealed class ScalarKind
{
    public static readonly ScalarKind Null = new(static (text, _) => text.Append("null"));
    public static readonly ScalarKind Signed = new(static (text, bits) => text.AppendFormatted(bits));
    public static readonly ScalarKind Unsigned = new(static (text, bits) => text.AppendFormatted((ulong)bits));
    public static readonly ScalarKind Boolean = new(static (text, bits) => text.Append(bits != 0 ? "true" : "false"));
    public static readonly ScalarKind Character = new(static (text, bits) => ScalarJson.Write(text, (char)bits));
    public static readonly ScalarKind Double = new(static (text, bits) => ScalarJson.Write(text, BitConverter.Int64BitsToDouble(bits)));

    // widened to double, which keeps the value; written as the float it was
    public static readonly ScalarKind Single = new(static (text, bits) => ScalarJson.Write(text, (float)BitConverter.Int64BitsToDouble(bits)));

    // the bits of the structs themselves: ToBinary would convert a local time, and back, on another clock
    public static readonly ScalarKind Date = new(static (text, bits) => ScalarJson.TryWrite(text, ref Unsafe.As<long, DateTime>(ref bits)));
    public static readonly ScalarKind Duration = new(static (text, bits) => ScalarJson.TryWrite(text, ref Unsafe.As<long, TimeSpan>(ref bits)));

    private readonly Action<JsonBuffer, long> _write;

    private ScalarKind(Action<JsonBuffer, long> write) => _write = write;

    public void Write(JsonBuffer text, long bits) => _write(text, bits);
}
