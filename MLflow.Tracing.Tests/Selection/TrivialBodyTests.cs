using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Tests.Selection;

[TestClass]
public sealed class TrivialBodyTests
{
    [TestMethod]
    [DataRow("void M() { }")]
    [DataRow("void M() { return; }")]
    [DataRow("int M() => 5;")]
    [DataRow("int M() { const int x = 5; var y = x; return y; }")]
    [DataRow("long M() => 5;")]
    [DataRow("double M() => 5;")]
    [DataRow("decimal M() => 5.5m;")]
    [DataRow("bool M() => true;")]
    [DataRow("string M() => \"text\";")]
    [DataRow("object? M() => null;")]
    [DataRow("DateTime M() => default;")]
    [DataRow("T M<T>() => default!;")]
    [DataRow("DayOfWeek M() => DayOfWeek.Friday;")]
    [DataRow("C M() => this;")]
    [DataRow("C M() { return this; }")]
    [DataRow("int M(int x) => x;")]
    [DataRow("int M(in int x) => x;")]
    [DataRow("T M<T>(ref T x) => x;")]
    [DataRow("int M() => _field;")]
    [DataRow("int M() => _volatile;")]
    [DataRow("int M() => s_field;")]
    [DataRow("int M() => _pair.Item1;")]
    [DataRow("ref int M() => ref _field;")]
    [DataRow("void M(int x) { _field = x; }")]
    [DataRow("void M() { _field = 5; }")]
    [DataRow("void M() => s_field = _field;")]
    [DataRow("void M() { _date = default; }")]
    [DataRow("int M(int x) { var y = x; return y; }")]
    public void Body_when_it_does_next_to_nothing_is_trivial(string method) => AssertTrivial(method, expected: true);

    [TestMethod]
    [DataRow("int M(int x) => x + 1;")]
    [DataRow("int M(int x) => -x;")]
    [DataRow("long M(int x) => x;")]
    [DataRow("bool M(int x) => x == 1;")]
    [DataRow("void M() => Console.WriteLine();")]
    [DataRow("C M() => new();")]
    [DataRow("object M() => 5;")]
    [DataRow("int[] M() => new int[1];")]
    [DataRow("int M(int[] x) => x[0];")]
    [DataRow("int M(bool x) => x ? 1 : 2;")]
    [DataRow("string M(object x) => (string)x;")]
    [DataRow("void M() => throw new InvalidOperationException();")]
    [DataRow("void M() { while (true) { } }")]
    [DataRow("void M(int x) { _field = x; s_field = x; }")]
    [DataRow("void M() { _date = default; _field = 1; }")]
    [DataRow("int M(int x) { _field = x; return x; }")]
    [DataRow("void M(int[] x) { x[0] = 1; }")]
    [DataRow("void M(out int x) { x = 1; }")]
    [DataRow("void M() { try { } finally { _field = 1; } }")]
    [DataRow("async Task M() { }")]
    [DataRow("System.Collections.Generic.IEnumerable<int> M() { yield break; }")]
    [DataRow("Type M() => typeof(C);")]
    [DataRow("Action M() => static () => { };")]
    [DataRow("decimal M(int x) => x;")]
    public void Body_when_it_does_something_is_not_trivial(string method) => AssertTrivial(method, expected: false);

    [TestMethod]
    public void Method_without_a_body_when_asked_about_is_not_trivial()
        => Assert.IsFalse(TrivialBody.IsTrivial(SourceModule.Compile("interface I { void M(); }").Method("M")));

    private static void AssertTrivial(string method, bool expected)
    {
        var code = $$"""class C { int _field; static int s_field; volatile int _volatile; (int, int) _pair; DateTime _date; {{method}} }""";
        foreach (var optimize in new[] { false, true })
        {
            var definition = SourceModule.Compile(code, optimize).Method("M");
            Assert.AreEqual(expected, TrivialBody.IsTrivial(definition), $"{(optimize ? "Release" : "Debug")}: {string.Join("; ", definition.Body.Instructions)}");
        }
    }
}
