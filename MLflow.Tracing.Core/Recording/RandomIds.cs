using System.Runtime.InteropServices;
#if NETSTANDARD2_0
using System.Security.Cryptography;
#endif

namespace MLflow.Tracing.Recording;

/// <summary>Random trace and span ids, independent of any seed of the program.</summary>
internal static class RandomIds
{
    /// <summary>Fills with random bits; no element is zero, which W3C trace context reserves.</summary>
    public static void Fill(Span<ulong> ids)
    {
#if NET8_0_OR_GREATER
        Random.Shared.NextBytes(MemoryMarshal.AsBytes(ids));
#else
        t_bytes ??= new byte[32];
        s_generator.GetBytes(t_bytes);
        t_bytes.AsSpan(0, ids.Length * sizeof(ulong)).CopyTo(MemoryMarshal.AsBytes(ids));
#endif
        foreach (ref var id in ids)
        {
            if (id == 0)
            {
                id = 1;
            }
        }
    }

    /// <summary>One random id.</summary>
    public static ulong Next()
    {
        Span<ulong> id = stackalloc ulong[1];
        Fill(id);
        return id[0];
    }

#if NETSTANDARD2_0
    [ThreadStatic]
    private static byte[]? t_bytes;

    private static readonly RandomNumberGenerator s_generator = RandomNumberGenerator.Create();
#endif
}
