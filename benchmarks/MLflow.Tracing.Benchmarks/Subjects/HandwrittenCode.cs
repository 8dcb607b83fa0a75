using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Benchmarks.Subjects;

/// <summary>The first method of <see cref="UnwovenCode"/> with spans by hand, in each way that there is.</summary>
public static class HandwrittenCode
{
    private static readonly Func<int, int, int> s_wrapped = Mlflow.Trace((int a, int b) => Adder.Instance.Add(a, b), name: "Add");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AddWrapped(int a, int b) => s_wrapped(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AddWithSpan(int a, int b) => Mlflow.WithSpan(_ => Adder.Instance.Add(a, b), name: "Add", inputs: new { a, b });

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AddInActiveSpan(int a, int b)
    {
        using var span = Mlflow.StartActiveSpan("Add", inputs: new { a, b });
        var result = Adder.Instance.Add(a, b);
        span.SetOutputs(result);
        return result;
    }
}
