using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>An answer that an integration records piece by piece, as the program reads it.</summary>
internal static class RecordedStream
{
    /// <param name="start">Starts the record, at the first step.</param>
    /// <param name="read">The stream.</param>
    /// <param name="cancellationToken">Goes on to the stream.</param>
    public static async IAsyncEnumerable<TPiece> Of<TPiece>(
        Func<IStreamRecord<TPiece>> start,
        Func<CancellationToken, IAsyncEnumerable<TPiece>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var record = start();
        IAsyncEnumerator<TPiece>? pieces = null;
        try
        {
            while (true)
            {
                try
                {
                    // Each step comes with the ambience of whoever asks for it.
                    AmbientSpan.Current = record.Ambient;
                    pieces ??= read(cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await pieces.MoveNextAsync().ConfigureAwait(false))
                    {
                        record.Completed();
                        break;
                    }
                }
                catch (Exception exception)
                {
                    record.Failed(exception);
                    throw;
                }

                record.Saw(pieces.Current);
                yield return pieces.Current;
            }
        }
        finally
        {
            try
            {
                if (pieces is not null)
                {
                    AmbientSpan.Current = record.Ambient;
                    await pieces.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                record.End();
            }
        }
    }
}
