using System.Collections;
using System.Diagnostics.CodeAnalysis;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>A sequence each enumeration of which is a span.</summary>
internal sealed class TracedEnumerable<[DynamicallyAccessedMembers(Captured.Members)] T>(IEnumerable<T> source, Iteration call) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new TracedEnumerator<T>(source.GetEnumerator(), call);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string? ToString() => source.ToString();
}
