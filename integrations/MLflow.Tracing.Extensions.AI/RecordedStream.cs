using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using MLflow.Tracing.Recording;

namespace MLflow.Tracing.Extensions.AI;

/// <summary>A stream of updates that is recorded as the program reads it.</summary>
internal static class RecordedStream
{
    /// <param name="start">Starts the record, at the first step.</param>
    /// <param name="read">The stream.</param>
    /// <param name="view">An update in the words of chat clients.</param>
    /// <param name="cancellationToken">Goes on to the stream.</param>
    public static async IAsyncEnumerable<TUpdate> Of<TUpdate>(
        Func<ChatCall> start,
        Func<CancellationToken, IAsyncEnumerable<TUpdate>> read,
        Func<TUpdate, ChatResponseUpdate> view,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = start();
        IAsyncEnumerator<TUpdate>? updates = null;
        try
        {
            while (true)
            {
                try
                {
                    // Each step comes with the ambience of whoever asks for it.
                    AmbientSpan.Current = call.Ambient;
                    updates ??= read(cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        call.Completed();
                        break;
                    }
                }
                catch (Exception exception)
                {
                    call.Failed(exception);
                    throw;
                }

                call.Saw(updates.Current, view);
                yield return updates.Current;
            }
        }
        finally
        {
            try
            {
                if (updates is not null)
                {
                    AmbientSpan.Current = call.Ambient;
                    await updates.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                call.End();
            }
        }
    }
}
