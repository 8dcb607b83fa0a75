using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Benchmarks.Subjects;

/// <summary>The text of <see cref="UnwovenCode"/>, woven.</summary>
public static class WovenCode
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int AddAsLeaf(int a, int b) => a + b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Add(int a, int b) => Adder.Instance.Add(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<int> AddAtOnceAsync(int a, int b)
    {
        await Task.CompletedTask;
        return Adder.Instance.Add(a, b);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<int> AddLaterAsync(int a, int b)
    {
        await Task.Yield();
        return Adder.Instance.Add(a, b);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Price(string currency, Order order) => Adder.Instance.Add(currency.Length, order.Id);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int PriceAll(string currency, Basket basket) => Adder.Instance.Add(currency.Length, basket.Orders.Count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Nested1(int a, int b) => Nested2(a, b) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Nested2(int a, int b) => Nested3(a, b) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Nested3(int a, int b) => Nested4(a, b) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Nested4(int a, int b) => Nested5(a, b) + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Nested5(int a, int b) => Adder.Instance.Add(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Throw(int frames) => frames <= 1 ? throw new InvalidOperationException("thrown on purpose") : Throw(frames - 1) + 1;
}
