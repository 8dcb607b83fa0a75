using System.Globalization;
using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>Trace and span ids between their forms: hexadecimal in the model, bytes in OTLP, base64 of those bytes in <c>traces.json</c> (protocol 2.1).</summary>
internal static class WireId
{
    private const string TracePrefix = "tr-";
    private const int SpanIdDigits = 16;
    private const int TraceIdDigits = 32;

    /// <summary>The bytes of a trace id (with or without what stands before its digits) or of a span id.</summary>
    /// <exception cref="FormatException">It is not hexadecimal.</exception>
    public static byte[] Bytes(string id)
    {
        var bytes = new byte[(id.Length - StartOfDigits(id)) / 2];
        Write(id, bytes, 0);
        return bytes;
    }

    /// <summary>Writes the same bytes into a buffer that has room for them.</summary>
    /// <returns>How many they are.</returns>
    /// <exception cref="FormatException">It is not hexadecimal.</exception>
    public static int Write(string id, byte[] buffer, int at)
    {
        var digits = id.AsSpan(StartOfDigits(id));
#if NET9_0_OR_GREATER
        return Convert.FromHexString(digits, buffer.AsSpan(at), out _, out var count) == System.Buffers.OperationStatus.Done ? count : throw NotHexadecimal(id);
#else
        var count = digits.Length / 2;
        for (var i = 0; i < count; i++)
        {
            var value = (ValueOf(digits[2 * i]) << 4) | ValueOf(digits[(2 * i) + 1]);
            buffer[at + i] = value >= 0 ? (byte)value : throw NotHexadecimal(id);
        }

        return digits.Length % 2 == 0 ? count : throw NotHexadecimal(id);
#endif
    }

    /// <summary>Whether it is the id of a trace, with or without what stands before its digits.</summary>
    public static bool IsTraceId(string? id) => id is not null && DigitsOf(id) is { Length: TraceIdDigits } digits && digits.All(IsDigit);

    /// <summary>The digits of a trace id, without <c>tr-</c> or the place in Unity Catalog.</summary>
    public static string DigitsOf(string id) => id.Substring(StartOfDigits(id));

    /// <summary>Whether it is the id of a span.</summary>
    public static bool IsSpanId(string? id) => id is { Length: SpanIdDigits } && id.All(IsDigit);

    public static string Base64(string id) => Convert.ToBase64String(Bytes(id));

    /// <summary>A span id as a reader meets it: base64 of its bytes, or hexadecimal digits, in which case they count. Anything else stays as it is: one odd id must not hide a trace.</summary>
    public static string Read(string id)
    {
        if (id.Length is SpanIdDigits or TraceIdDigits && id.All(IsDigit))
        {
            return id.ToLowerInvariant();
        }

        try
        {
            return Hexadecimal(Convert.FromBase64String(id));
        }
        catch (FormatException)
        {
            return id;
        }
    }

    /// <summary>A trace id, read like a span id; one that has something before its digits (links of the Python SDK) is complete.</summary>
    public static string ReadTraceId(string id) => StartOfDigits(id) > 0 ? id : TracePrefix + Read(id);

    private static int StartOfDigits(string id)
        => id.StartsWith(TracePrefix, StringComparison.Ordinal) ? TracePrefix.Length : CatalogTraceId.IsMeantBy(id) ? id.LastIndexOf('/') + 1 : 0;

    private static string Hexadecimal(byte[] bytes)
    {
        var hex = new StringBuilder(2 * bytes.Length);
        foreach (var value in bytes)
        {
            hex.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }

    private static bool IsDigit(char c) => ValueOf(c) >= 0;

    /// <summary>What a digit is worth; -1 when it is none.</summary>
    private static int ValueOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    private static FormatException NotHexadecimal(string id) => new($"The id '{id}' is not hexadecimal.");
}
