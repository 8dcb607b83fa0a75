using System.Globalization;
using System.Text;

namespace MLflow.Tracing.Wire;

/// <summary>Trace and span ids between their forms: hexadecimal in the model, bytes in OTLP, base64 of those bytes in <c>traces.json</c> (protocol 2.1).</summary>
internal static class WireId
{
    private const string TracePrefix = "tr-";

    /// <summary>The bytes of a trace id (with or without <c>tr-</c>) or of a span id.</summary>
    /// <exception cref="FormatException">It is not hexadecimal.</exception>
    public static byte[] Bytes(string id)
    {
        var start = id.StartsWith(TracePrefix, StringComparison.Ordinal) ? TracePrefix.Length : 0;
        var bytes = new byte[(id.Length - start) / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Digit(id, start + (2 * i)) << 4) | Digit(id, start + (2 * i) + 1));
        }

        return (id.Length - start) % 2 == 0 ? bytes : throw NotHexadecimal(id);
    }

    public static string Base64(string id) => Convert.ToBase64String(Bytes(id));

    /// <summary>Hexadecimal digits from base64; the empty text stays empty.</summary>
    /// <exception cref="FormatException">It is not base64.</exception>
    public static string FromBase64(string base64)
    {
        var hex = new StringBuilder();
        foreach (var value in Convert.FromBase64String(base64))
        {
            hex.Append(value.ToString("x2", CultureInfo.InvariantCulture));
        }

        return hex.ToString();
    }

    public static string TraceIdFromBase64(string base64) => TracePrefix + FromBase64(base64);

    private static int Digit(string id, int index) => id[index] switch
    {
        >= '0' and <= '9' and var c => c - '0',
        >= 'a' and <= 'f' and var c => c - 'a' + 10,
        >= 'A' and <= 'F' and var c => c - 'A' + 10,
        _ => throw NotHexadecimal(id),
    };

    private static FormatException NotHexadecimal(string id) => new($"The id '{id}' is not hexadecimal.");
}
