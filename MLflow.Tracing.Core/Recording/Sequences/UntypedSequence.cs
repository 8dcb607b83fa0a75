using System.Collections;

namespace MLflow.Tracing.Recording.Sequences;

/// <summary>Sees the items of untyped sequences as objects. Those that the C# and Visual Basic compilers make are typed behind the scenes.</summary>
internal static class UntypedSequence
{
    public static IEnumerable<object?> Of(IEnumerable sequence) => sequence as IEnumerable<object?> ?? sequence.Cast<object?>();

    public static IEnumerator<object?> Of(IEnumerator sequence) => sequence as IEnumerator<object?> ?? Adapt(sequence);

    private static IEnumerator<object?> Adapt(IEnumerator sequence)
    {
        using (sequence as IDisposable)
        {
            while (sequence.MoveNext())
            {
                yield return sequence.Current;
            }
        }
    }
}
