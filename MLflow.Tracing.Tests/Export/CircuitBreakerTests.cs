using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class CircuitBreakerTests
{
    private readonly CircuitBreaker _breaker;
    private TimeSpan _now = TimeSpan.FromHours(1);

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(() => _now);

    [TestMethod]
    public void Closed_one_lets_everything_through()
    {
        Assert.IsTrue(_breaker.TryEnter(out var isProbe, out _));
        Assert.IsFalse(isProbe);
    }

    [TestMethod]
    public void Open_one_lets_one_probe_through_after_its_pause()
    {
        _breaker.Open(isProbe: false, wish: null);

        Assert.AreEqual(TimeSpan.FromSeconds(1), Refusal());
        _now += TimeSpan.FromSeconds(1);
        Assert.IsTrue(_breaker.TryEnter(out var isProbe, out _));
        Assert.IsTrue(isProbe);
        Assert.AreEqual(TimeSpan.Zero, Refusal(), "One at a time.");
    }

    [TestMethod]
    public void Pauses_double_up_to_a_limit()
    {
        _breaker.Open(isProbe: false, wish: null);
        var pauses = new List<double>();
        for (var probes = 0; probes < 7; probes++)
        {
            pauses.Add(Refusal().TotalSeconds);
            _now += Refusal();
            Assert.IsTrue(_breaker.TryEnter(out var isProbe, out _));
            _breaker.Open(isProbe, wish: null);
        }

        CollectionAssert.AreEqual(new[] { 1.0, 2, 4, 8, 16, 30, 30 }, pauses);
    }

    [TestMethod]
    public void Requests_that_fail_later_say_nothing_new()
    {
        _breaker.Open(isProbe: false, wish: null);
        _breaker.Open(isProbe: false, wish: TimeSpan.FromSeconds(20));

        Assert.AreEqual(TimeSpan.FromSeconds(1), Refusal());
    }

    [TestMethod]
    public void Longer_pause_that_is_asked_for_is_kept_within_reason()
    {
        _breaker.Open(isProbe: false, wish: TimeSpan.FromSeconds(90));
        Assert.AreEqual(TimeSpan.FromSeconds(90), Refusal());

        _now += TimeSpan.FromSeconds(90);
        Assert.IsTrue(_breaker.TryEnter(out _, out _));
        _breaker.Open(isProbe: true, wish: TimeSpan.FromDays(1));
        Assert.AreEqual(CircuitBreaker.LongestWish, Refusal());
    }

    [TestMethod]
    public void Answer_closes_it_and_the_next_pause_is_short_again()
    {
        _breaker.Open(isProbe: false, wish: null);
        _now += TimeSpan.FromSeconds(1);
        Assert.IsTrue(_breaker.TryEnter(out _, out _));
        _breaker.Close();

        Assert.IsTrue(_breaker.TryEnter(out var isProbe, out _));
        Assert.IsFalse(isProbe);
        _breaker.Open(isProbe: false, wish: null);
        Assert.AreEqual(TimeSpan.FromSeconds(1), Refusal());
    }

    [TestMethod]
    public void Probe_that_was_stopped_leaves_its_place_to_the_next()
    {
        _breaker.Open(isProbe: false, wish: null);
        _now += TimeSpan.FromSeconds(1);
        Assert.IsTrue(_breaker.TryEnter(out _, out _));
        _breaker.Abandon();

        Assert.IsTrue(_breaker.TryEnter(out var isProbe, out _));
        Assert.IsTrue(isProbe);
    }

    private TimeSpan Refusal()
    {
        Assert.IsFalse(_breaker.TryEnter(out _, out var untilProbe));
        return untilProbe;
    }
}
