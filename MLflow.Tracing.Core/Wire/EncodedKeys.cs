using System.Text;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Wire;

/// <summary>The keys that nearly every span has, as field 1 of a <c>KeyValue</c> message, encoded once.</summary>
internal static class EncodedKeys
{
    private const byte TagOfKey = 0x0A;

    private static readonly (string Key, byte[] Field)[] s_known =
    [
        .. new[] { SpanAttributeKey.TraceId, SpanAttributeKey.SpanType, SpanAttributeKey.FunctionName, SpanAttributeKey.Inputs, SpanAttributeKey.Outputs }
            .Select(static key => (key, (byte[])[TagOfKey, (byte)key.Length, .. Encoding.ASCII.GetBytes(key)])),
    ];

    /// <summary>The whole field; <see langword="null"/> for another key, or for another instance of the same text, which nobody but users makes.</summary>
    public static byte[]? Find(string key)
    {
        foreach (var known in s_known)
        {
            if (ReferenceEquals(known.Key, key))
            {
                return known.Field;
            }
        }

        return null;
    }
}
