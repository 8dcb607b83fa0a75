using System.Runtime.CompilerServices;

namespace MLflow.Tracing.Benchmarks.Subjects;

/// <summary>Work behind a virtual call, so that neither the JIT nor the weaver can know what it does.</summary>
public abstract class Adder
{
    public static Adder Instance { get; } = Environment.ProcessorCount > 0 ? new Plain() : new Doubling();

    public abstract int Add(int a, int b);

    private sealed class Plain : Adder
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public override int Add(int a, int b) => a + b;
    }

    private sealed class Doubling : Adder
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public override int Add(int a, int b) => (a + b) * 2;
    }
}
