using CsCheck;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>Within the budgets the JSON is Newtonsoft's, for any value of ordinary shapes.</summary>
[TestClass]
public sealed class SameAsNewtonsoftTests
{
    private static readonly Gen<string?> s_text = Gen.OneOf(
        Gen.Const((string?)null),
        Gen.String[Gen.Char[' ', '~'], 0, 20].Select(text => (string?)text),
        Gen.String[Gen.OneOf(Gen.Char['\0', '\u00ff'], Gen.Char['\u2020', '\u2030'], Gen.Char['\u4e00', '\u4e10']), 0, 12].Select(text => (string?)text));

    private static readonly Gen<DateTime> s_date = Gen.Select(
        Gen.Long[DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks], Gen.OneOf(Gen.Const(1L), Gen.Const(1_000L), Gen.Const(10_000_000L)), Gen.Enum<DateTimeKind>(),
        (ticks, grain, kind) => new DateTime(ticks / grain * grain, kind));

    private static readonly Gen<Leaf> s_leaf = Gen.Select(
        s_text, Gen.Int, Gen.Double, Gen.Float, Gen.Decimal, s_date, Gen.Guid, Gen.Select(Gen.Bool, Gen.Enum<DayOfWeek>(), Gen.Int.Nullable(), Gen.TimeSpan),
        (text, whole, real, single, money, date, id, rest) => new Leaf
        {
            Text = text,
            Whole = whole,
            Real = real,
            Single = single,
            Money = money,
            Date = date,
            Id = id,
            Flag = rest.Item1,
            Day = rest.Item2,
            Maybe = rest.Item3,
            Span = rest.Item4,
        });

    private static readonly Gen<object?> s_scalar = Gen.OneOf(
        s_text.Select(value => (object?)value),
        Gen.Int.Select(value => (object?)value),
        Gen.ULong.Select(value => (object?)value),
        Gen.Double.Select(value => (object?)value),
        Gen.Float.Select(value => (object?)value),
        Gen.Decimal.Select(value => (object?)value),
        s_date.Select(value => (object?)value),
        Gen.DateTimeOffset.Select(value => (object?)value),
        Gen.DateOnly.Select(value => (object?)value),
        Gen.TimeOnly.Select(value => (object?)value),
        Gen.Char['\0', '\u2fff'].Select(value => (object?)value),
        Gen.Byte.Array[0, 20].Select(value => (object?)value));

    private static readonly Gen<object?> s_value = Gen.Recursive<object?>((depth, inner) => depth > 3
        ? s_scalar
        : Gen.OneOf(
            s_scalar,
            s_leaf.Select(value => (object?)value),
            s_leaf.List[0, 3].Select(value => (object?)value),
            Gen.Int.Array[0, 5].Select(value => (object?)value),
            Gen.Double.List[0, 5].Select(value => (object?)value),
            s_text.Array[0, 5].Select(value => (object?)value),
            inner.Array[0, 4].Select(value => (object?)value),
            inner.List[0, 4].Select(value => (object?)value),
            Gen.Dictionary(Gen.String.AlphaNumeric, inner)[0, 4].Select(value => (object?)value),
            Gen.Dictionary(Gen.Int, s_text)[0, 4].Select(value => (object?)value),
            Gen.Select(inner, inner, s_leaf, (left, right, leaf) => (object?)new Node { Left = left, Right = right, Leaf = leaf, Pair = (leaf.Whole, leaf.Text) }),
            inner.Select(value => (object?)new { Anonymous = value })));

    [TestMethod]
    public void Any_ordinary_value_looks_as_in_Newtonsoft()
    {
        var bench = new CaptureBench();
        s_value.Sample(bench.AssertSameAsNewtonsoft, iter: 3_000);
    }

    [TestMethod]
    public void A_flat_value_kept_as_a_copy_looks_as_in_Newtonsoft()
    {
        var bench = new CaptureBench();
        s_leaf.Sample(leaf => bench.AssertSameAsNewtonsoft(leaf), iter: 1_000);
    }

    [TestMethod]
    public void Any_ordinary_value_stays_valid_and_near_its_budget_when_it_is_too_large()
    {
        var bench = new CaptureBench(static options =>
        {
            options.CaptureMaxCharacters = 60;
            options.CaptureMaxItems = 3;
            options.CaptureMaxDepth = 2;
        });

        // beyond the 60 characters: one escape, and for each open container a stand-in and what closes it
        s_value.Sample(value => Assert.IsLessThan(60 + (6 * 100), bench.Json(value).Length, bench.Json(value)), iter: 2_000);
    }

    internal sealed class Leaf
    {
        public string? Text { get; set; }

        public int Whole { get; set; }

        public double Real { get; set; }

        public float Single { get; set; }

        public decimal Money { get; set; }

        public DateTime Date { get; set; }

        public Guid Id { get; set; }

        public bool Flag { get; set; }

        public DayOfWeek Day { get; set; }

        public int? Maybe { get; set; }

        public TimeSpan Span { get; set; }
    }

    internal sealed class Node
    {
        public object? Left { get; set; }

        public object? Right { get; set; }

        public Leaf? Leaf { get; set; }

        public (int Number, string? Text) Pair { get; set; }
    }
}
