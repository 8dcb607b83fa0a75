using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Http.Observation;

/// <summary>A stream that does what another one does, and lets an observer look at the bytes.</summary>
/// <param name="stream">The other one.</param>
/// <param name="observer">Looks at the bytes.</param>
/// <param name="content">The content that it belongs to, which is in use as long as the stream is.</param>
internal sealed class ObservedStream(Stream stream, IBodyObserver observer, ObservedContent content) : Stream
{
    private readonly ObservedContent _content = content;

    // Whoever moves about in a body does not read it as it came.
    private bool _isObserved = true;

    public override bool CanRead => stream.CanRead;

    public override bool CanSeek => stream.CanSeek;

    public override bool CanWrite => stream.CanWrite;

    public override bool CanTimeout => stream.CanTimeout;

    public override long Length => stream.Length;

    public override long Position
    {
        get => stream.Position;
        set
        {
            _isObserved = false;
            stream.Position = value;
        }
    }

    public override int ReadTimeout
    {
        get => stream.ReadTimeout;
        set => stream.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => stream.WriteTimeout;
        set => stream.WriteTimeout = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var count = stream.Read(buffer);
            HasRead(buffer[..count], buffer.Length);
            return count;
        }
        catch (Exception exception) when (Hears(exception))
        {
            throw;
        }
    }

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            HasRead(buffer.Span[..count], buffer.Length);
            return count;
        }
        catch (Exception exception) when (Hears(exception))
        {
            throw;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        stream.Write(buffer);
        observer.Passes(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await stream.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        observer.Passes(buffer.Span);
    }

    public override void Flush() => stream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin)
    {
        _isObserved = false;
        return stream.Seek(offset, origin);
    }

    public override void SetLength(long value) => stream.SetLength(value);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            IsLeft();
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                stream.Dispose();
            }
            finally
            {
                IsLeft();
            }
        }

        base.Dispose(disposing);
    }

    private void HasRead(ReadOnlySpan<byte> bytes, int wanted)
    {
        if (!_isObserved)
        {
            return;
        }

        if (!bytes.IsEmpty)
        {
            observer.Passes(bytes);
        }
        else if (wanted > 0)
        {
            observer.Ends();
        }
    }

    private void IsLeft()
    {
        observer.IsLeft();
        GC.KeepAlive(_content);
    }

    private bool Hears(Exception exception)
    {
        observer.Fails(exception);
        return false;
    }
}
