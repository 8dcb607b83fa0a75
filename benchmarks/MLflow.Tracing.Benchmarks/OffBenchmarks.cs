using BenchmarkDotNet.Attributes;
using MLflow.Tracing.Benchmarks.Subjects;

namespace MLflow.Tracing.Benchmarks;

/// <summary>Nothing records: woven code against the same code unwoven, and against hand-written code that nobody listens to.</summary>
[MemoryDiagnoser]
public class OffBenchmarks
{
    private readonly int _a = 20;
    private readonly int _b = 22;

    [GlobalSetup]
    public void SwitchOff() => Recorders.SwitchWovenOff();

    [Benchmark]
    public int Sync_unwoven() => UnwovenCode.Add(_a, _b);

    [Benchmark]
    public int Sync_woven_off() => WovenCode.Add(_a, _b);

    [Benchmark]
    public int Sync_no_listener() => ActivityCode.Add(_a, _b);

    [Benchmark]
    public int Wrapped_off() => HandwrittenCode.AddWrapped(_a, _b);

    [Benchmark]
    public int With_span_off() => HandwrittenCode.AddWithSpan(_a, _b);

    [Benchmark]
    public int Active_span_off() => HandwrittenCode.AddInActiveSpan(_a, _b);

    [Benchmark]
    public Task<int> At_once_unwoven() => UnwovenCode.AddAtOnceAsync(_a, _b);

    [Benchmark]
    public Task<int> At_once_woven_off() => WovenCode.AddAtOnceAsync(_a, _b);

    [Benchmark]
    public Task<int> At_once_no_listener() => ActivityCode.AddAtOnceAsync(_a, _b);

    [Benchmark(OperationsPerInvoke = Repeated.Calls)]
    public Task<int> Later_unwoven() => Repeated.RunAsync(UnwovenCode.AddLaterAsync, _a, _b);

    [Benchmark(OperationsPerInvoke = Repeated.Calls)]
    public Task<int> Later_woven_off() => Repeated.RunAsync(WovenCode.AddLaterAsync, _a, _b);

    [Benchmark(OperationsPerInvoke = Repeated.Calls)]
    public Task<int> Later_no_listener() => Repeated.RunAsync(ActivityCode.AddLaterAsync, _a, _b);
}
