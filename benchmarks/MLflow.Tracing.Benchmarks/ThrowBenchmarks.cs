using BenchmarkDotNet.Attributes;
using MLflow.Tracing.Benchmarks.Subjects;

namespace MLflow.Tracing.Benchmarks;

/// <summary>An exception through 1 and through 11 frames of the same code, unwoven and woven.</summary>
[MemoryDiagnoser]
public class ThrowBenchmarks
{
    /// <summary>How many frames the exception passes.</summary>
    [Params(1, 11)]
    public int Frames { get; set; }

    [GlobalSetup(Target = nameof(Throw_woven_on))]
    public void SwitchOn() => Recorders.SwitchWovenOn();

    [GlobalSetup(Targets = [nameof(Throw_unwoven), nameof(Throw_woven_off)])]
    public void SwitchOff() => Recorders.SwitchWovenOff();

    [Benchmark]
    public int Throw_unwoven() => Caught(UnwovenCode.Throw);

    [Benchmark]
    public int Throw_woven_off() => Caught(WovenCode.Throw);

    [Benchmark]
    public int Throw_woven_on() => Caught(WovenCode.Throw);

    private int Caught(Func<int, int> thrower)
    {
        try
        {
            return thrower(Frames);
        }
        catch (InvalidOperationException)
        {
            return -1;
        }
    }
}
