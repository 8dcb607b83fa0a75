namespace MLflow.Tracing.Export;

/// <summary>Does the same with many things, a few at a time.</summary>
internal static class Concurrently
{
    /// <param name="items">The things; each is begun in its turn.</param>
    /// <param name="atOnce">How many may be under way.</param>
    /// <param name="work">What to do with each. Must not throw.</param>
    public static Task ForEachAsync<T>(IReadOnlyList<T> items, int atOnce, Func<T, Task> work)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Math.Min(atOnce, items.Count)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            for (var mine = Interlocked.Increment(ref next); mine < items.Count; mine = Interlocked.Increment(ref next))
            {
                await work(items[mine]).ConfigureAwait(false);
            }
        }
    }
}
