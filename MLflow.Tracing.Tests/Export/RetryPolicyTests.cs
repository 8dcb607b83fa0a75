using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Export;

[TestClass]
public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy s_policy = RetryPolicy.Default with { Jitter = _ => TimeSpan.Zero };

    [TestMethod]
    [DataRow(0, true)]
    [DataRow(200, false)]
    [DataRow(400, false)]
    [DataRow(404, false)]
    [DataRow(408, true)]
    [DataRow(422, false)]
    [DataRow(429, true)]
    [DataRow(500, true)]
    [DataRow(501, false)]
    [DataRow(502, true)]
    [DataRow(503, true)]
    [DataRow(504, true)]
    public void Statuses_worth_a_retry_are_those_of_the_python_client(int status, bool isWorth)
        => Assert.AreEqual(isWorth, RetryPolicy.IsWorthRetrying(status));

    [TestMethod]
    public void Pauses_double_and_end()
        => CollectionAssert.AreEqual(
            new double?[] { 250, 500, 1000, 2000, null },
            Enumerable.Range(1, 5).Select(retry => s_policy.PauseBefore(retry, TimeSpan.Zero, null)?.TotalMilliseconds).ToArray());

    [TestMethod]
    public void Jitter_makes_pauses_longer_by_at_most_a_quarter()
    {
        var pauses = Enumerable.Range(0, 100).Select(_ => RetryPolicy.Default.PauseBefore(1, TimeSpan.Zero, null)!.Value.TotalMilliseconds).ToList();

        Assert.IsTrue(pauses.All(pause => pause is >= 250 and <= 313), string.Join(' ', pauses));
        Assert.IsGreaterThan(1, pauses.Distinct().Count());
    }

    [TestMethod]
    public void Pause_that_the_server_asks_for_is_kept_if_it_is_longer()
    {
        Assert.AreEqual(TimeSpan.FromSeconds(3), s_policy.PauseBefore(1, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        Assert.AreEqual(TimeSpan.FromMilliseconds(250), s_policy.PauseBefore(1, TimeSpan.Zero, TimeSpan.FromSeconds(-3)));
    }

    [TestMethod]
    public void No_try_begins_after_the_window()
    {
        Assert.IsNull(s_policy.PauseBefore(1, TimeSpan.FromSeconds(29.9), null));
        Assert.IsNull(s_policy.PauseBefore(1, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
    }

    [TestMethod]
    public void Options_set_tries_pauses_and_window()
    {
        var policy = RetryPolicy.For(new MlflowOptions
        {
            HttpRequestMaxRetries = 2,
            HttpRequestBackoff = TimeSpan.FromSeconds(2),
            HttpRequestBackoffJitter = TimeSpan.FromSeconds(8),
            HttpRespectRetryAfterHeader = false,
            RetryTimeout = TimeSpan.FromSeconds(100),
        });

        var pauses = Enumerable.Range(0, 100).Select(_ => policy.PauseBefore(1, TimeSpan.Zero, TimeSpan.FromSeconds(50))!.Value.TotalSeconds).ToList();

        Assert.IsTrue(pauses.All(static pause => pause is >= 2 and <= 10), "The server's wish does not count.\n" + string.Join(' ', pauses));
        Assert.IsTrue(pauses.Any(static pause => pause > 2.5), "A quarter is the limit by default.");
        Assert.IsNotNull(policy.PauseBefore(2, TimeSpan.FromSeconds(80), null));
        Assert.IsNull(policy.PauseBefore(2, TimeSpan.FromSeconds(99), null));
        Assert.IsNull(policy.PauseBefore(3, TimeSpan.Zero, null));
    }
}
