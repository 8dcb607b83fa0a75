using BenchmarkDotNet.Attributes;
using MLflow.Tracing.Benchmarks.Subjects;

namespace MLflow.Tracing.Benchmarks;

/// <summary>Everything is recorded: woven code and spans written by hand against activities written by hand with a listener.</summary>
[MemoryDiagnoser]
public class OnBenchmarks
{
    private readonly Order _order = new() { Id = 7, Customer = "Ada Lovelace", Total = 12.5m, PlacedAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), IsPaid = true };
    private readonly Basket _basket = new() { Owner = "Ada Lovelace" };
    private readonly int _a = 20;
    private readonly int _b = 22;

    [GlobalSetup]
    public void SwitchOn()
    {
        _basket.Orders.AddRange([_order, _order, _order]);
        Recorders.SwitchWovenOn();
        Recorders.Listen();
    }

    [Benchmark]
    public int Leaf_woven() => WovenCode.AddAsLeaf(_a, _b);

    [Benchmark]
    public int Sync_woven() => WovenCode.Add(_a, _b);

    [Benchmark]
    public int Sync_activity() => ActivityCode.Add(_a, _b);

    [Benchmark]
    public int Wrapped() => HandwrittenCode.AddWrapped(_a, _b);

    [Benchmark]
    public int With_span() => HandwrittenCode.AddWithSpan(_a, _b);

    [Benchmark]
    public int Active_span() => HandwrittenCode.AddInActiveSpan(_a, _b);

    [Benchmark]
    public Task<int> At_once_woven() => WovenCode.AddAtOnceAsync(_a, _b);

    [Benchmark]
    public Task<int> At_once_activity() => ActivityCode.AddAtOnceAsync(_a, _b);

    [Benchmark(OperationsPerInvoke = Repeated.Calls)]
    public Task<int> Later_woven() => Repeated.RunAsync(WovenCode.AddLaterAsync, _a, _b);

    [Benchmark(OperationsPerInvoke = Repeated.Calls)]
    public Task<int> Later_activity() => Repeated.RunAsync(ActivityCode.AddLaterAsync, _a, _b);

    [Benchmark]
    public int Object_woven() => WovenCode.Price("EUR", _order);

    [Benchmark]
    public int Object_activity() => ActivityCode.Price("EUR", _order);

    [Benchmark]
    public int Graph_woven() => WovenCode.PriceAll("EUR", _basket);

    [Benchmark]
    public int Graph_activity() => ActivityCode.PriceAll("EUR", _basket);

    [Benchmark]
    public int Nested_woven() => WovenCode.Nested1(_a, _b);

    [Benchmark]
    public int Nested_activity() => ActivityCode.Nested(5, _a, _b);
}
