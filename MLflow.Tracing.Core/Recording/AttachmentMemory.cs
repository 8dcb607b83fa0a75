namespace MLflow.Tracing.Recording;

/// <summary>How many bytes of attachments all traces of a runtime may hold, from the capture to the end of their delivery. Thread-safe.</summary>
internal sealed class AttachmentMemory(long limit)
{
    private long _held;

    public long Limit => limit;

    public long Held => Interlocked.Read(ref _held);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= limit)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _held, -bytes);
}
