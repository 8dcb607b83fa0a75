using System.Text;
using MLflow.Tracing.Tests.Selection;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;
using MLflow.Tracing.Woven;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLflow.Tracing.Tests.Snapshots;

/// <summary>
/// The woven IL of one method a strategy and hazard, beside the source it was made from. The letters are those of the strategies, the ids
/// those of the conformance matrix.
/// </summary>
[TestClass]
public sealed class WovenIlTests
{
    [TestMethod]
    [DataRow("W_result", "[Trace] static int Run(int a, string b) => a + b.Length;")]
    [DataRow("W_void", "[Trace] static void Run() => Console.WriteLine();")]
    [DataRow("W_F3_returns_in_regions", "[Trace] static int Run(int n) { try { if (n > 0) return 1; Console.WriteLine(); return 2; } finally { Console.Write(n); } }")]
    [DataRow("W_F8_only_throws", "[Trace] static int Run(string message) => throw new InvalidOperationException(message);")]
    [DataRow("W_F18_switch", "[Trace] static string Run(int n) { switch (n) { case 0: return \"a\"; case 1: return \"b\"; case 2: return \"c\"; case 3: return \"d\"; default: return \"z\"; } }")]
    [DataRow("W_P1_P2_P3_by_reference", "[Trace] static bool Run(in long a, ref int b, out string c) { c = a.ToString(); b++; return true; }")]
    [DataRow("W_P2_reference_only_passed_on", "[Trace] static void Run(ref int a) => Other(ref a); static void Other(ref int a) => a++;")]
    [DataRow("W_P5_reference_returned", "static int[] s_items = new int[3]; [Trace] static ref int Run(int i) => ref s_items[i];")]
    [DataRow("W_P6_spans", "[Trace] static ReadOnlySpan<char> Run(ReadOnlySpan<char> text, Span<int> numbers) => text.Slice(numbers.Length);")]
    [DataRow("W_P8_pointers", "[Trace] static unsafe int* Run(int* p, delegate*<int, void> f) { f(*p); return p; }")]
    [DataRow("W_P11_constrained_generic", "[Trace] static int Run<T>(T a, T b) where T : struct, IComparable<T> => a.CompareTo(b);")]
    [DataRow("W_P12_type_parameter_that_may_be_a_span", "[Trace] static void Run<T>(T a, scoped T b) where T : allows ref struct => Console.WriteLine();")]
    [DataRow("W_P14_struct_instance", "struct S { int _n; [Trace] public int Run(int by) { _n += by; return _n; } }")]
    [DataRow("W_K5_constructor", "class B { protected B(string s) { } } class D : B { int _n = 5; [Trace] public D(bool b) : base(b ? \"x\" : \"y\") { Console.WriteLine(_n); } }", "D..ctor")]
    [DataRow("W_K26_locals_not_zeroed", "[System.Runtime.CompilerServices.SkipLocalsInit, Trace] static int Run() { Console.WriteLine(); return 1; }")]
    [DataRow("W_P21_redacted", "[Trace] static string Run([Redact] string secret, int n) => secret + Console.In.Read();")]
    [DataRow("T_task", "[Trace] static Task<int> Run(int n) => Task.FromResult(n);")]
    [DataRow("T_value_task", "[Trace] static ValueTask Run() => new ValueTask(Task.Delay(1));")]
    [DataRow("A_async", "[Trace] static async Task<int> Run(int n) { await Task.Yield(); return n; }", "Run", "MoveNext")]
    [DataRow("A_S3_async_void", "[Trace] static async void Run(string s) { await Task.Yield(); }", "Run", "MoveNext")]
    [DataRow("A_S6_generic", "struct G<T> { T _t; [Trace] public async ValueTask<U> Run<U>(U u) { await Task.Yield(); Console.WriteLine(_t); return u; } }", "Run", "MoveNext")]
    [DataRow("K_iterator", "[Trace] static System.Collections.Generic.IEnumerable<int> Run(int n) { yield return n; }")]
    [DataRow("K_S17_async_iterator", "[Trace] static async System.Collections.Generic.IAsyncEnumerable<T> Run<T>(T item) { await Task.Yield(); yield return item; }")]
    [DataRow("K_untyped_iterator", "[Trace] static System.Collections.IEnumerator Run() { yield return 1; }")]
    [DataRow("K_output_reducer", "[Trace(OutputReducer = \"Sum\")] static System.Collections.Generic.IEnumerable<int> Run() { yield return 1; } static long Sum(int[] items) => items.Length;")]
    public void Woven_code_is_as_agreed(string name, string source, params string[] methods) => Check(name, source, features: [], new WeaverConfiguration(), methods);

    [TestMethod]
    public void Runtime_async_code_is_as_agreed()
        => Check("R_runtime_async", "[Trace] static async Task<int> Run(int n) { await Task.Yield(); return n; }", [new("runtime-async", "on")], new WeaverConfiguration(), []);

    [TestMethod]
    public void Code_woven_with_catch_blocks_is_as_agreed()
        => Check("W_B18_catch", "[Trace] static void Run() => Console.WriteLine();", [], new WeaverConfiguration { Exceptions = ExceptionHooks.Catch }, []);

    private static void Check(string name, string source, KeyValuePair<string, string>[] features, WeaverConfiguration configuration, string[] methods)
    {
        using ModuleDefinition module = SourceModule.Compile($"class C {{ {source} }}", optimize: true, features: features);
        using AssemblyDefinition core = AssemblyDefinition.ReadAssembly(typeof(TraceSite).Assembly.Location);
        WeavingResult result = WeavingEngine.Weave(module, core, configuration);
        Assert.HasCount(1, result.Woven, string.Join('\n', result.Diagnostics));

        // Written and read again: offsets and short forms are settled by then.
        using var woven = new MemoryStream();
        using var symbols = new MemoryStream();
        module.Write(woven, new WriterParameters { WriteSymbols = true, SymbolStream = symbols, SymbolWriterProvider = new PortablePdbWriterProvider() });
        woven.Position = symbols.Position = 0;
        using ModuleDefinition read = ModuleDefinition.ReadModule(woven, new ReaderParameters { ReadSymbols = true, SymbolStream = symbols, SymbolReaderProvider = new PortablePdbReaderProvider() });

        var text = new StringBuilder($"// {source}\n");
        foreach (var method in methods.Length == 0 ? ["Run"] : methods)
        {
            text.Append('\n').Append(IlText.Of(read.GetTypes().Where(t => t.Namespace.Length == 0).SelectMany(t => t.Methods).Single(m => m.Name == method || $"{m.DeclaringType.Name}.{m.Name}" == method)));
        }

        Snapshot.Check(name + ".il", text.ToString());
    }
}
