using MLflow.Tracing.Capture.Shapes;

namespace MLflow.Tracing.Tests.Capture;

/// <summary>A value is shown as it was at the call, whether it was serialised then, copied, or kept.</summary>
[TestClass]
public sealed class SnapshotTests
{
    private readonly CaptureBench _bench = new();

    [TestMethod]
    public void A_flat_object_changed_later_is_shown_as_it_was()
    {
        var flat = new Flat { Name = "before", Number = 1, When = DateTime.UnixEpoch };
        var captured = _bench.Capture(flat);

        flat.Name = "after";
        flat.Number = 2;
        flat.Field = 3;

        Assert.AreEqual("{\"Field\":0,\"Name\":\"before\",\"Number\":1,\"When\":\"1970-01-01T00:00:00Z\",\"Maybe\":null,\"Link\":null}", captured.ToJson());
    }

    [TestMethod]
    public void Collections_changed_later_are_shown_as_they_were()
    {
        var numbers = new[] { 1, 2 };
        var names = new List<string> { "a" };
        var objects = new List<Flat> { new() { Name = "a" } };
        var map = new Dictionary<string, int> { ["a"] = 1 };
        var captured = new[] { _bench.Capture(numbers), _bench.Capture(names), _bench.Capture(map) };
        var nested = _bench.Capture(objects);

        numbers[0] = 9;
        names.Add("b");
        objects[0].Name = "z";
        map.Clear();

        Assert.AreEqual("[1,2]|[\"a\"]|{\"a\":1}", string.Join('|', captured.Select(static value => value.ToJson())));
        Assert.Contains("\"a\"", nested.ToJson());
    }

    [TestMethod]
    public void A_struct_is_its_own_copy()
    {
        var point = new Point { X = 1 };
        var captured = _bench.JsonOf(point);

        point.X = 2;

        Assert.AreEqual("{\"X\":1}", captured);
        Assert.AreEqual(2, point.X);
    }

    [TestMethod]
    public void Many_threads_capture_the_same_values_alike()
    {
        var values = new object[] { new Flat { Name = "a" }, new[] { new Flat() }, new Dictionary<string, Point> { ["p"] = default }, (1, "b") };
        var expected = values.Select(_bench.Json).ToArray();

        Parallel.For(0, 2_000, i => Assert.AreEqual(expected[i % values.Length], _bench.Json(values[i % values.Length])));
    }

    [TestMethod]
    [DataRow(typeof(Flat), "Copy")]
    [DataRow(typeof(FlatChild), "Copy")]
    [DataRow(typeof(ReadOnlyRecord), "Keep")]
    [DataRow(typeof(Point), "Keep")]
    [DataRow(typeof(ValueTuple<int, string>), "Keep")]
    [DataRow(typeof(int[]), "Copy")]
    [DataRow(typeof(List<string>), "Copy")]
    [DataRow(typeof(Uri), "Keep")]
    [DataRow(typeof(Computed), "Now")]
    [DataRow(typeof(HoldsObject), "Now")]
    [DataRow(typeof(Disposable), "Now")]
    [DataRow(typeof(Finalized), "Now")]
    [DataRow(typeof(Secretive), "Now")]
    [DataRow(typeof(HiddenText), "Now")]
    [DataRow(typeof(Asking), "Now")]
    [DataRow(typeof(VirtualBase), "Copy")]
    [DataRow(typeof(VirtualChild), "Now")]
    [DataRow(typeof(List<Flat>), "Now")]
    [DataRow(typeof(Overlaid), "Now")]
    public void Only_flat_values_wait_for_the_export_thread(Type type, string moment)
        => Assert.AreEqual(moment, ShapeCatalog.Of(type).Moment.ToString());

    internal class Flat
    {
        public int Field;

        public string? Name { get; set; }

        public int Number { get; set; }

        public DateTime When { get; set; }

        public Guid? Maybe { get; set; }

        public Uri? Link { get; set; }
    }

    internal sealed class FlatChild : Flat
    {
        public DayOfWeek Day { get; set; }
    }

    internal sealed record ReadOnlyRecord(string Name, int Number);

    internal struct Point
    {
        public int X { get; set; }
    }

    internal sealed class Computed
    {
        public int Number { get; set; }

        public int Twice => Number * 2;
    }

    internal sealed class HoldsObject
    {
        public object? Anything { get; set; }
    }

    internal sealed class Disposable : IDisposable
    {
        public int Number { get; set; }

        public void Dispose() => Number = 0;
    }

    internal sealed class Finalized
    {
        ~Finalized() => Number = 0;

        public int Number { get; set; }
    }

    internal sealed class Secretive
    {
        public string? User { get; set; }

        [Redact]
        public string? Password { get; set; }
    }

    internal sealed class HiddenText
    {
        [Newtonsoft.Json.JsonIgnore]
        public string? Hidden { get; set; }

        public int Number { get; set; }
    }

    internal sealed class Asking
    {
        public int Number { get; set; }

        public bool ShouldSerializeNumber() => Number > 0;
    }

    internal class VirtualBase
    {
        public virtual int Number { get; set; }
    }

    internal sealed class VirtualChild : VirtualBase
    {
        public override int Number { get => base.Number * 2; set => base.Number = value; }
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit)]
    internal struct Overlaid
    {
        [System.Runtime.InteropServices.FieldOffset(0)]
        public int A;

        [System.Runtime.InteropServices.FieldOffset(0)]
        public float B;
    }
}
