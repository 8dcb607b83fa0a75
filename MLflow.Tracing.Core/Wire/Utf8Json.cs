namespace MLflow.Tracing.Wire;

/// <summary>Compact JSON in UTF-8, the same in every culture.</summary>
internal static class Utf8Json
{
    /// <summary>What <paramref name="write"/> writes.</summary>
    public static ArraySegment<byte> Write(Action<JsonUtf8Writer> write)
    {
        using var output = new PooledBuffer();
        Write(output, write);
        return new ArraySegment<byte>(output.Written.ToArray());
    }

    /// <summary>Writes into a buffer, which is as before if <paramref name="write"/> throws.</summary>
    public static void Write(PooledBuffer output, Action<JsonUtf8Writer> write)
    {
        var start = output.Length;
        try
        {
            write(new JsonUtf8Writer(output));
        }
        catch
        {
            output.Rewind(start);
            throw;
        }
    }
}
