using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
using Polly.Retry;
using Polly.Timeout;

namespace ForeignCode;

public static class PollyScenarios
{
    public static async Task<string> Polly_Core()
    {
        var log = new List<string>();
        ResiliencePipeline<string> pipeline = new ResiliencePipelineBuilder<string>()
            .AddFallback(new FallbackStrategyOptions<string>
            {
                ShouldHandle = new PredicateBuilder<string>().Handle<NotSupportedException>().HandleResult("bad"),
                FallbackAction = args => Outcome.FromResultAsValueTask($"fallback for {args.Outcome.Exception?.Message ?? args.Outcome.Result}"),
                OnFallback = args => { log.Add("falls back"); return default; },
            })
            .AddRetry(new RetryStrategyOptions<string>
            {
                ShouldHandle = new PredicateBuilder<string>().Handle<InvalidOperationException>(),
                Delay = TimeSpan.Zero,
                MaxRetryAttempts = 3,
                OnRetry = args => { log.Add($"attempt {args.AttemptNumber}: {args.Outcome.Exception!.Message}"); return default; },
            })
            .AddTimeout(TimeSpan.FromMinutes(5))
            .Build();
        foreach (int failures in new[] { 0, 2, 4 })
        {
            int left = failures;
            try
            {
                log.Add(await pipeline.ExecuteAsync(async token =>
                {
                    await Task.Yield();
                    return left-- > 0 ? throw new InvalidOperationException($"{left} left") : $"{failures} failures survived";
                }));
            }
            catch (InvalidOperationException exception)
            {
                log.Add("gave up: " + exception.Message);
            }
        }

        log.Add(await pipeline.ExecuteAsync(_ => ValueTask.FromException<string>(new NotSupportedException("never"))));
        log.Add(pipeline.Execute(() => "bad"));
        log.Add(pipeline.Execute(state => $"with state {state}", 42));

        ResiliencePipeline breaker = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions { MinimumThroughput = 2, FailureRatio = 0.5, BreakDuration = TimeSpan.FromHours(1) })
            .Build();
        for (int i = 0; i < 4; i++)
        {
            try
            {
                breaker.Execute(() => throw new TimeoutException("slow"));
            }
            catch (Exception exception) when (exception is TimeoutException or BrokenCircuitException)
            {
                log.Add(exception.GetType().Name);
            }
        }

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        try
        {
            await pipeline.ExecuteAsync(token => new ValueTask<string>("unreached"), cancelled.Token);
        }
        catch (OperationCanceledException exception)
        {
            log.Add($"{exception.GetType().Name} {exception.CancellationToken == cancelled.Token}");
        }

        try
        {
            await new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromMilliseconds(20)).Build().ExecuteAsync(async token => await Task.Delay(Timeout.Infinite, token));
        }
        catch (TimeoutRejectedException exception)
        {
            log.Add(exception.Message);
        }

        return string.Join("\n", log);
    }
}
