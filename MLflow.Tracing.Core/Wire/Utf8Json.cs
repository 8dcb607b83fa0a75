using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace MLflow.Tracing.Wire;

/// <summary>Compact JSON in UTF-8, the same in every culture.</summary>
internal static class Utf8Json
{
    private static readonly UTF8Encoding s_withoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What <paramref name="write"/> writes.</summary>
    public static ArraySegment<byte> Write(Action<JsonTextWriter> write)
    {
        var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, s_withoutMark, bufferSize: 1024, leaveOpen: true))
        using (var writer = new JsonTextWriter(text) { Culture = CultureInfo.InvariantCulture })
        {
            write(writer);
        }

        return new ArraySegment<byte>(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
