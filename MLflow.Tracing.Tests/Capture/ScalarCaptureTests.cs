using System.Numerics;
using System.Text;
using MLflow.Tracing.Capture;

namespace MLflow.Tracing.Tests.Capture;

[TestClass]
public sealed class ScalarCaptureTests
{
    private readonly CaptureBench _bench = new();

    public static IEnumerable<object?[]> Scalars =>
    [
        [null], [true], [false], ['x'], ['"'], [(sbyte)-3], [(byte)200], [(short)-300], [(ushort)60_000], [-7], [7u], [long.MinValue], [ulong.MaxValue],
        [1.0], [0.1], [1e300], [-0.0], [double.NaN], [double.PositiveInfinity], [double.NegativeInfinity], [double.MaxValue], [double.Epsilon],
        [1f], [0.1f], [float.NaN], [1.10m], [decimal.MinValue], [5m],
        [new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)], [new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Local)],
        [new DateTime(638_000_000_000_000_001L)], [DateTime.MinValue], [DateTime.MaxValue],
        [new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-5))], [DateTimeOffset.MaxValue],
        [TimeSpan.FromMilliseconds(1.5)], [TimeSpan.MinValue], [new DateOnly(2026, 1, 2)], [new TimeOnly(3, 4, 5, 60)], [new TimeOnly(3, 4)],
        [Guid.Parse("6f1d8f0e-3c0f-4d43-8a0c-0c6f5b6a7a11")], [new Uri("http://a/b?c=d")], [new Uri("x/y z", UriKind.Relative)], [new Version(1, 2, 3, 4)],
        [BigInteger.Pow(10, 30)], [DayOfWeek.Friday], [ByteEnum.B], [HugeEnum.Top], [NegativeEnum.Low], [DBNull.Value],
        [string.Empty], ["plain"], ["q\" b\\ s/ \b\f\n\r\t \0 \u001f \u007f é € \u0085 \u2028 \u2029 😀"],
        [new byte[] { 1, 2, 3, 4 }], [Array.Empty<byte>()],
    ];

    [TestMethod]
    [DynamicData(nameof(Scalars))]
    public void A_scalar_looks_as_in_Newtonsoft(object? value) => _bench.AssertSameAsNewtonsoft(value);

    [TestMethod]
    public void Half_a_surrogate_pair_is_kept_as_Newtonsoft_keeps_it()
        => Assert.AreEqual("\"\ud83d lone\"", _bench.Capture("\ud83d lone").ToJson());

    [TestMethod]
    public void The_static_type_gives_the_same_json_as_the_object()
    {
        AssertTyped(true);
        AssertTyped('c');
        AssertTyped((sbyte)-1);
        AssertTyped((byte)1);
        AssertTyped((short)-1);
        AssertTyped((ushort)1);
        AssertTyped(-1);
        AssertTyped(1u);
        AssertTyped(-1L);
        AssertTyped(ulong.MaxValue);
        AssertTyped(1.5f);
        AssertTyped(float.NegativeInfinity);
        AssertTyped(1.5);
        AssertTyped(double.NaN);
        AssertTyped(1.50m);
        AssertTyped(new DateTime(2026, 7, 2, 3, 4, 5, DateTimeKind.Local));
        AssertTyped(new DateTime(2026, 7, 2, 3, 4, 5, DateTimeKind.Utc));
        AssertTyped(TimeSpan.FromDays(-2));
        AssertTyped(DateTimeOffset.UnixEpoch);
        AssertTyped(Guid.Empty);
        AssertTyped(ByteEnum.B);
        AssertTyped(HugeEnum.Top);
        AssertTyped(NegativeEnum.Low);
        AssertTyped<int?>(null);
        AssertTyped<int?>(5);
        AssertTyped<Guid?>(Guid.Empty);
        AssertTyped<DayOfWeek?>(DayOfWeek.Monday);
        AssertTyped<string?>(null);
        AssertTyped("text");
        AssertTyped<object>("text");
        AssertTyped((1, "two", 3.0));
    }

    [TestMethod]
    public void Primitives_and_strings_cost_nothing_on_the_heap()
    {
        AssertAllocatesNothing(policy => CapturedValue.From(42, policy));
        AssertAllocatesNothing(policy => CapturedValue.From(4.2, policy));
        AssertAllocatesNothing(policy => CapturedValue.From(true, policy));
        AssertAllocatesNothing(policy => CapturedValue.From(DayOfWeek.Friday, policy));
        AssertAllocatesNothing(policy => CapturedValue.From(DateTime.UnixEpoch, policy));
        AssertAllocatesNothing(policy => CapturedValue.From("text", policy));
        AssertAllocatesNothing(policy => CapturedValue.From<int?>(null, policy));
        AssertAllocatesNothing(policy => CapturedValue.From(CancellationToken.None, policy));
        AssertAllocatesNothing(static _ => CapturedValue.Opaque("Span<Byte>"));
    }

    [TestMethod]
    public void A_captured_value_is_sixteen_bytes()
        => Assert.AreEqual(16, System.Runtime.CompilerServices.Unsafe.SizeOf<CapturedValue>());

    [TestMethod]
    public void Stand_ins_and_ready_json_are_rendered_as_such()
    {
        Assert.AreEqual("\"[redacted]\"", CapturedValue.Redacted.ToJson());
        Assert.AreEqual("\"<Span<Byte>>\"", CapturedValue.Opaque("Span<Byte>").ToJson());
        Assert.AreEqual("\"a\\\"b\"", CapturedValue.Text("a\"b").ToJson());
        Assert.AreEqual("{\"a\":1}", CapturedValue.Json("{\"a\":1}").ToJson());
    }

    [TestMethod]
    public void Only_the_default_is_empty()
    {
        Assert.IsTrue(default(CapturedValue).IsEmpty);
        Assert.AreEqual("null", default(CapturedValue).ToJson());
        Assert.IsFalse(_bench.Capture(null).IsEmpty);
        Assert.IsFalse(CapturedValue.Text(string.Empty).IsEmpty);
    }

    [TestMethod]
    public void Appending_gives_what_rendering_gives()
    {
        object?[] values = [1, "a", null, new { A = 1 }, new List<object> { 1 }];
        foreach (var value in values)
        {
            var builder = new StringBuilder("x");
            _bench.Capture(value).AppendJson(builder);
            Assert.AreEqual("x" + _bench.Json(value), builder.ToString());
        }
    }

    [TestMethod]
    public void The_culture_of_the_thread_does_not_matter()
    {
        var culture = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.AreEqual("[-1.5,-2,-3.0]", _bench.Json(new object[] { -1.5, -2, -3m }));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static void AssertAllocatesNothing(Func<CapturePolicy, CapturedValue> capture)
    {
        var policy = new CaptureBench().Policy;
        _ = capture(policy);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var captured = capture(policy);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.AreEqual(0, allocated, captured.ToJson());
    }

    private void AssertTyped<T>(T value)
    {
        Assert.AreEqual(_bench.Json(value), _bench.JsonOf(value));
        _bench.AssertSameAsNewtonsoft(value);
    }

    internal enum ByteEnum : byte
    {
        A,
        B = 200,
    }

    internal enum HugeEnum : ulong
    {
        None,
        Top = ulong.MaxValue,
    }

    internal enum NegativeEnum : short
    {
        Low = -5,
        None = 0,
    }
}
