using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Capture;

/// <summary>How single values look in JSON: as Newtonsoft.Json writes them with its default settings.</summary>
internal static class ScalarJson
{
    // "0001-01-01T00:00:00" of the round-trip format, before the seven digits of the fraction
    private const int DateAndTimeLength = 19;
    private const int FractionLength = 8;
#if !NETSTANDARD2_0
    private const int TimeLength = 8;
#endif

    /// <summary>Writes a value whose type the compiler knows, without boxing it.</summary>
    /// <returns>False when <typeparamref name="T"/> is none of the value types known here; nothing is written then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // folds to one branch for each T
    public static bool TryWrite<T>(JsonBuffer text, ref T value)
    {
        if (typeof(T) == typeof(int))
        {
            text.AppendFormatted(Unsafe.As<T, int>(ref value));
        }
        else if (typeof(T) == typeof(long))
        {
            text.AppendFormatted(Unsafe.As<T, long>(ref value));
        }
        else if (typeof(T) == typeof(bool))
        {
            text.Append(Unsafe.As<T, bool>(ref value) ? "true" : "false");
        }
        else if (typeof(T) == typeof(double))
        {
            Write(text, Unsafe.As<T, double>(ref value));
        }
        else if (typeof(T) == typeof(float))
        {
            Write(text, Unsafe.As<T, float>(ref value));
        }
        else if (typeof(T) == typeof(decimal))
        {
            Write(text, Unsafe.As<T, decimal>(ref value));
        }
        else if (typeof(T) == typeof(DateTime))
        {
            Write(text, Unsafe.As<T, DateTime>(ref value));
        }
        else if (typeof(T) == typeof(DateTimeOffset))
        {
            Write(text, Unsafe.As<T, DateTimeOffset>(ref value));
        }
        else if (typeof(T) == typeof(TimeSpan))
        {
            Quote(text, Unsafe.As<T, TimeSpan>(ref value), "c");
        }
        else if (typeof(T) == typeof(Guid))
        {
            Quote(text, Unsafe.As<T, Guid>(ref value), "D");
        }
        else if (typeof(T) == typeof(char))
        {
            Write(text, Unsafe.As<T, char>(ref value));
        }
        else if (typeof(T) == typeof(byte))
        {
            text.AppendFormatted(Unsafe.As<T, byte>(ref value));
        }
        else if (typeof(T) == typeof(sbyte))
        {
            text.AppendFormatted(Unsafe.As<T, sbyte>(ref value));
        }
        else if (typeof(T) == typeof(short))
        {
            text.AppendFormatted(Unsafe.As<T, short>(ref value));
        }
        else if (typeof(T) == typeof(ushort))
        {
            text.AppendFormatted(Unsafe.As<T, ushort>(ref value));
        }
        else if (typeof(T) == typeof(uint))
        {
            text.AppendFormatted(Unsafe.As<T, uint>(ref value));
        }
        else if (typeof(T) == typeof(ulong))
        {
            text.AppendFormatted(Unsafe.As<T, ulong>(ref value));
        }
        else if (typeof(T) == typeof(BigInteger))
        {
            text.Append(Unsafe.As<T, BigInteger>(ref value).ToString(CultureInfo.InvariantCulture));
        }
#if !NETSTANDARD2_0
        else if (typeof(T) == typeof(DateOnly))
        {
            Quote(text, Unsafe.As<T, DateOnly>(ref value), "O");
        }
        else if (typeof(T) == typeof(TimeOnly))
        {
            Write(text, Unsafe.As<T, TimeOnly>(ref value));
        }
#endif
        else
        {
            return false;
        }

        return true;
    }

    public static void Write(JsonBuffer text, double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            text.Append(double.IsNaN(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
            return;
        }

        var start = text.Length;
        text.AppendFormatted(value, "R");
        AppendFractionIfMissing(text, start);
    }

    public static void Write(JsonBuffer text, float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value))
        {
            Write(text, (double)value);
            return;
        }

        var start = text.Length;
        text.AppendFormatted(value, "R");
        AppendFractionIfMissing(text, start);
    }

    public static void Write(JsonBuffer text, char value)
    {
        var one = value;
#if NETSTANDARD2_0
        text.AppendString(one.ToString().AsSpan());
#else
        text.AppendString(new ReadOnlySpan<char>(in one));
#endif
    }

    public static void Write(JsonBuffer text, DateTime value)
    {
        text.Append('"');
        var start = text.Length;
        text.AppendFormatted(value, "O");
        TrimFraction(text, start + DateAndTimeLength);
        text.Append('"');
    }

    private static void Write(JsonBuffer text, DateTimeOffset value)
    {
        text.Append('"');
        var start = text.Length;
        text.AppendFormatted(value, "O");
        TrimFraction(text, start + DateAndTimeLength);
        text.Append('"');
    }

    private static void Write(JsonBuffer text, decimal value)
    {
        var start = text.Length;
        text.AppendFormatted(value);
        AppendFractionIfMissing(text, start);
    }

#if !NETSTANDARD2_0
    private static void Write(JsonBuffer text, TimeOnly value)
    {
        text.Append('"');
        var start = text.Length;
        text.AppendFormatted(value, "O");
        TrimFraction(text, start + TimeLength);
        text.Append('"');
    }

    private static void Quote<T>(JsonBuffer text, T value, string format)
        where T : ISpanFormattable
#else
    private static void Quote<T>(JsonBuffer text, T value, string format)
        where T : IFormattable
#endif
    {
        text.Append('"');
        text.AppendFormatted(value, format);
        text.Append('"');
    }

    // 1 is written 1.0: a reader must see that it was not an integer
    private static void AppendFractionIfMissing(JsonBuffer text, int start)
    {
        if (text.Span.Slice(start).IndexOfAny('.', 'E', 'e') < 0)
        {
            text.Append(".0");
        }
    }

    // ".1234500+02:00" becomes ".12345+02:00", ".0000000Z" becomes "Z"
    private static void TrimFraction(JsonBuffer text, int start)
    {
        var written = text.Span;
        var end = start + FractionLength;
        var kept = end;
        while (written[kept - 1] == '0')
        {
            kept--;
        }

        if (kept == start + 1)
        {
            kept = start;
        }

        Span<char> zone = stackalloc char[FractionLength];
        var zoneLength = written.Length - end;
        written.Slice(end).CopyTo(zone);
        text.Truncate(kept);
        text.Append(zone.Slice(0, zoneLength));
    }
}
