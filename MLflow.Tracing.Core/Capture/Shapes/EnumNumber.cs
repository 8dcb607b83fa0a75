using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture.Shapes;

/// <summary>The number of an enum value that is not boxed.</summary>
internal static class EnumNumber<T>
{
    private static readonly TypeCode s_code = Type.GetTypeCode(typeof(T));

    public static bool IsUnsignedLong => s_code == TypeCode.UInt64;

    public static long Bits(T value) => s_code switch
    {
        TypeCode.SByte => Unsafe.As<T, sbyte>(ref value),
        TypeCode.Byte or TypeCode.Boolean => Unsafe.As<T, byte>(ref value),
        TypeCode.Int16 => Unsafe.As<T, short>(ref value),
        TypeCode.UInt16 or TypeCode.Char => Unsafe.As<T, ushort>(ref value),
        TypeCode.Int32 => Unsafe.As<T, int>(ref value),
        TypeCode.UInt32 => Unsafe.As<T, uint>(ref value),
        _ => Unsafe.As<T, long>(ref value),
    };

    public static void Write(JsonBuffer text, T value)
    {
        if (IsUnsignedLong)
        {
            text.AppendFormatted((ulong)Bits(value));
        }
        else
        {
            text.AppendFormatted(Bits(value));
        }
    }
}
