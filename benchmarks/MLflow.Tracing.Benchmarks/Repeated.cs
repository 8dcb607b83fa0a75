namespace MLflow.Tracing.Benchmarks;

/// <summary>Calls that yield, one after the other on the thread pool: a benchmark that blocks for each would measure the waking of its own thread.</summary>
internal static class Repeated
{
    public const int Calls = 200;

    public static async Task<int> RunAsync(Func<int, int, Task<int>> call, int a, int b)
    {
        var sum = 0;
        for (var i = 0; i < Calls; i++)
        {
            sum += await call(a, b).ConfigureAwait(false);
        }

        return sum;
    }
}
