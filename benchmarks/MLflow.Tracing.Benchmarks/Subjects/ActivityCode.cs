using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MLflow.Tracing.Benchmarks.Subjects;

/// <summary>The methods of <see cref="UnwovenCode"/> with spans written by hand, as a careful team would: no work unless somebody listens.</summary>
public static class ActivityCode
{
    public const string SourceName = "MLflow.Tracing.Benchmarks";

    public static ActivitySource Source { get; } = new(SourceName);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Add(int a, int b)
    {
        using var activity = Source.StartActivity(nameof(Add));
        activity?.SetTag("inputs", JsonSerializer.Serialize(new { a, b }));
        try
        {
            var result = Adder.Instance.Add(a, b);
            activity?.SetTag("outputs", JsonSerializer.Serialize(result));
            return result;
        }
        catch (Exception thrown) when (Fail(activity, thrown))
        {
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<int> AddAtOnceAsync(int a, int b)
    {
        using var activity = Source.StartActivity(nameof(AddAtOnceAsync));
        activity?.SetTag("inputs", JsonSerializer.Serialize(new { a, b }));
        try
        {
            await Task.CompletedTask;
            var result = Adder.Instance.Add(a, b);
            activity?.SetTag("outputs", JsonSerializer.Serialize(result));
            return result;
        }
        catch (Exception thrown) when (Fail(activity, thrown))
        {
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static async Task<int> AddLaterAsync(int a, int b)
    {
        using var activity = Source.StartActivity(nameof(AddLaterAsync));
        activity?.SetTag("inputs", JsonSerializer.Serialize(new { a, b }));
        try
        {
            await Task.Yield();
            var result = Adder.Instance.Add(a, b);
            activity?.SetTag("outputs", JsonSerializer.Serialize(result));
            return result;
        }
        catch (Exception thrown) when (Fail(activity, thrown))
        {
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Price(string currency, Order order)
    {
        using var activity = Source.StartActivity(nameof(Price));
        activity?.SetTag("inputs", JsonSerializer.Serialize(new { currency, order }));
        var result = Adder.Instance.Add(currency.Length, order.Id);
        activity?.SetTag("outputs", JsonSerializer.Serialize(result));
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int PriceAll(string currency, Basket basket)
    {
        using var activity = Source.StartActivity(nameof(PriceAll));
        activity?.SetTag("inputs", JsonSerializer.Serialize(new { currency, basket }));
        var result = Adder.Instance.Add(currency.Length, basket.Orders.Count);
        activity?.SetTag("outputs", JsonSerializer.Serialize(result));
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Nested(int depth, int a, int b)
    {
        using var activity = Source.StartActivity(nameof(Nested));
        activity?.SetTag("inputs", JsonSerializer.Serialize(new { a, b }));
        var result = depth > 1 ? Nested(depth - 1, a, b) + 1 : Adder.Instance.Add(a, b);
        activity?.SetTag("outputs", JsonSerializer.Serialize(result));
        return result;
    }

    private static bool Fail(Activity? activity, Exception thrown)
    {
        activity?.SetStatus(ActivityStatusCode.Error, thrown.Message);
        return false;
    }
}
