using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Tests.Wire;

[TestClass]
public sealed class CredentialCacheTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private DateTimeOffset _now = s_start;
    private int _calls;

    [TestMethod]
    public async Task Credential_is_kept_until_shortly_before_it_expires()
    {
        var cache = CacheOf(_ => Task.FromResult(Token(TimeSpan.FromHours(1))));

        Assert.IsFalse((await cache.GetAsync(CancellationToken.None)).IsCached);
        _now = s_start.AddMinutes(58);
        Assert.IsTrue((await cache.GetAsync(CancellationToken.None)).IsCached);
        Assert.AreEqual(1, _calls);

        _now = s_start.AddMinutes(59.5);
        var renewed = await cache.GetAsync(CancellationToken.None);
        Assert.IsFalse(renewed.IsCached);
        Assert.AreEqual("Bearer token-2", renewed.Credential.Headers.Single().Value);
    }

    [TestMethod]
    public async Task Credential_of_a_short_life_is_renewed_after_three_quarters_of_it()
    {
        var cache = CacheOf(_ => Task.FromResult(Token(TimeSpan.FromSeconds(40))));
        await cache.GetAsync(CancellationToken.None);

        _now = s_start.AddSeconds(29);
        Assert.IsTrue((await cache.GetAsync(CancellationToken.None)).IsCached);
        _now = s_start.AddSeconds(31);
        Assert.IsFalse((await cache.GetAsync(CancellationToken.None)).IsCached);
    }

    [TestMethod]
    public async Task Requests_that_come_together_ask_once()
    {
        var gate = new TaskCompletionSource<TrackingCredential>(TaskCreationOptions.RunContinuationsAsynchronously);
        var cache = CacheOf(_ => gate.Task);

        var waiting = Enumerable.Range(0, 20).Select(_ => cache.GetAsync(CancellationToken.None)).ToArray();
        gate.SetResult(Token(TimeSpan.FromHours(1)));
        await Task.WhenAll(waiting);

        Assert.AreEqual(1, _calls);
    }

    [TestMethod]
    public async Task Request_that_gives_up_leaves_the_call_to_the_next_one()
    {
        var gate = new TaskCompletionSource<TrackingCredential>(TaskCreationOptions.RunContinuationsAsynchronously);
        var cache = CacheOf(_ => gate.Task);
        using var impatient = new CancellationTokenSource();

        var first = cache.GetAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        var second = cache.GetAsync(CancellationToken.None);
        gate.SetResult(Token(TimeSpan.FromHours(1)));
        await second;

        Assert.AreEqual(1, _calls);
    }

    [TestMethod]
    public async Task Renewal_that_fails_while_the_credential_is_good_is_tried_again_later()
    {
        var fails = false;
        var cache = CacheOf(_ => fails ? throw new TimeoutException("down") : Task.FromResult(Token(TimeSpan.FromHours(1))));
        await cache.GetAsync(CancellationToken.None);

        fails = true;
        _now = s_start.AddMinutes(59.5);
        Assert.AreEqual("Bearer token-1", (await cache.GetAsync(CancellationToken.None)).Credential.Headers.Single().Value);
        await cache.GetAsync(CancellationToken.None);
        Assert.AreEqual(2, _calls, "not with every request");

        _now = s_start.AddHours(1);
        var thrown = await Assert.ThrowsExactlyAsync<CredentialException>(() => cache.GetAsync(CancellationToken.None));
        Assert.Contains("TimeoutException: down", thrown.Message);
    }

    [TestMethod]
    public async Task Provider_that_gives_nothing_usable_is_named()
    {
        Assert.Contains("gave null", await FailureOf(CacheOf(static _ => Task.FromResult<TrackingCredential>(null!))));
        Assert.Contains("returned null", await FailureOf(CacheOf(static _ => null!)));
        Assert.Contains("has expired", await FailureOf(CacheOf(_ => Task.FromResult(Token(TimeSpan.Zero)))));
        Assert.Contains("nothing within 0.02 s", await FailureOf(new CredentialCache(static _ => new TaskCompletionSource<TrackingCredential>().Task, TimeSpan.FromMilliseconds(20), () => _now)));

        static async Task<string> FailureOf(CredentialCache cache) => (await Assert.ThrowsExactlyAsync<CredentialException>(() => cache.GetAsync(CancellationToken.None))).Message;
    }

    [TestMethod]
    public async Task Credential_that_was_refused_is_asked_for_again_unless_it_was_replaced()
    {
        var cache = CacheOf(_ => Task.FromResult(Token(null)));
        var first = (await cache.GetAsync(CancellationToken.None)).Credential;

        cache.Forget(first);
        var second = (await cache.GetAsync(CancellationToken.None)).Credential;
        cache.Forget(first);

        Assert.AreSame(second, (await cache.GetAsync(CancellationToken.None)).Credential);
        Assert.AreEqual(2, _calls);
    }

    private CredentialCache CacheOf(Func<CancellationToken, Task<TrackingCredential>> provider)
        => new(
            token =>
            {
                Interlocked.Increment(ref _calls);
                return provider(token);
            },
            TimeSpan.FromSeconds(30),
            () => _now);

    private TrackingCredential Token(TimeSpan? life) => TrackingCredential.Bearer($"token-{_calls}", _now + life);
}
