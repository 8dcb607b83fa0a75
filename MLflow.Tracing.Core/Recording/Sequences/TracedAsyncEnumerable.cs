using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>An asynchronous sequence each enumeration of which is a span.</summary>
internal sealed class TracedAsyncEnumerable<[DynamicallyAccessedMembers(Captured.Members)] T>(IAsyncEnumerable<T> source, Iteration call) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        => new TracedAsyncEnumerator<T>(source.GetAsyncEnumerator(cancellationToken), call);

    public override string? ToString() => source.ToString();
}
