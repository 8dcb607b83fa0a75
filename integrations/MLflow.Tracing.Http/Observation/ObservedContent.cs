using System.Net;
using System.Runtime.ExceptionServices;

namespace MLflow.Tracing.Http.Observation;

/// <summary>A content that does what another one does, and lets an observer look at the bytes.</summary>
internal sealed class ObservedContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly IBodyObserver _observer;

    public ObservedContent(HttpContent content, IBodyObserver observer)
    {
        (_content, _observer) = (content, observer);

        // as they are: to ask for a length that nobody has set would compute it
        foreach (var header in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>A response that nobody reads or disposes of: some libraries throw such a one away when its status is an error.</summary>
    ~ObservedContent() => (_observer as ResponseObserver)?.IsForgotten();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _observer.Begins();
        try
        {
            await _content.CopyToAsync(new ObservedStream(stream, _observer, this), context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsCaughtAfterFailing(exception))
        {
            ThrowAsWithoutUs(exception);
        }

        _observer.Ends();
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _observer.Begins();
        try
        {
            _content.CopyTo(new ObservedStream(stream, _observer, this), context, cancellationToken);
        }
        catch (Exception exception) when (IsCaughtAfterFailing(exception))
        {
            ThrowAsWithoutUs(exception);
        }

        _observer.Ends();
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
    {
        _observer.Begins();
        return new ObservedStream(await _content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _observer, this);
    }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken)
    {
        _observer.Begins();
        return new ObservedStream(_content.ReadAsStream(cancellationToken), _observer, this);
    }

    protected override bool TryComputeLength(out long length)
    {
        var known = _content.Headers.ContentLength;
        length = known ?? 0;
        return known is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _content.Dispose();
            }
            finally
            {
                _observer.IsLeft();
            }
        }

        base.Dispose(disposing);
    }

    private bool IsCaughtAfterFailing(Exception exception)
    {
        _observer.Fails(exception);
        return true;
    }

    // A copy of the content, which is not the one that is sent, has its failures wrapped.
    private static void ThrowAsWithoutUs(Exception exception)
        => ExceptionDispatchInfo.Throw(exception is HttpRequestException { InnerException: IOException or ObjectDisposedException } wrapped ? wrapped.InnerException! : exception);
}
