using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace RuntimeAsync;

/// <summary>Prints all it can see of its asynchronous methods: results, exceptions with their lines, ambient values, and whether each method compiles.</summary>
public static class Program
{
    private static readonly AsyncLocal<string> s_ambient = new();

    public static async Task<int> Main()
    {
        s_ambient.Value = "main";
        Console.WriteLine(await Sum(2, 3));
        Console.WriteLine(await AtOnce("at once"));
        await NoResult();
        Console.WriteLine(await Value(4) + " " + await Generic("g", 5) + " " + await Generic(6, "h"));
        Console.WriteLine(string.Join(",", await FanOut(3)));
        Console.WriteLine(await Depth(5));
        Console.WriteLine(AtOnce("x").IsCompletedSuccessfully);
        await PrintAsync(() => Fails(2));
        await PrintAsync(() => Cancelled(new CancellationToken(true)));
        await PrintAsync(() => Recovers());
        Console.WriteLine(s_ambient.Value);
        foreach (string failure in Unprepared())
        {
            Console.WriteLine("not compiled: " + failure);
        }

        return 7;
    }

    private static async Task<int> Sum(int a, int b)
    {
        s_ambient.Value = "sum";
        await Task.Yield();
        int result = await AddLater(a, b);
        return s_ambient.Value == "sum" ? result : -1;
    }

    private static async Task<int> AddLater(int a, int b)
    {
        await Task.Delay(1);
        return a + b;
    }

    private static async Task<string> AtOnce(string text) => text + "!";

    private static async Task NoResult() => await Task.Yield();

    private static async ValueTask<int> Value(int value)
    {
        await NoResult();
        return value * 2;
    }

    private static async Task<T> Generic<T, U>(T value, U other)
    {
        await Task.Yield();
        return other is null ? default! : value;
    }

    private static async Task<int[]> FanOut(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(i => AddLater(i, 10)));

    private static async Task<int> Depth(int depth) => depth == 0 ? 0 : 1 + await Depth(depth - 1);

    private static async Task Fails(int depth)
    {
        await Task.Yield();
        if (depth == 0)
        {
            throw new InvalidOperationException("failed");
        }

        await Fails(depth - 1);
    }

    private static async Task Cancelled(CancellationToken token)
    {
        await Task.Yield();
        token.ThrowIfCancellationRequested();
    }

    private static async Task<string> Recovers()
    {
        try
        {
            await Fails(0);
            return "not reached";
        }
        catch (InvalidOperationException e) when (e.Message == "failed")
        {
            await Task.Yield();
            throw new ArgumentException("recovered from " + e.Message);
        }
        finally
        {
            await Task.Yield();
        }
    }

    private static async Task PrintAsync(Func<Task> action)
    {
        try
        {
            await action();
            Console.WriteLine("no exception");
        }
        catch (Exception exception)
        {
            Console.WriteLine(exception);
        }
    }

    private static IEnumerable<string> Unprepared()
    {
        foreach (MethodInfo method in typeof(Program).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            Type[] arguments = method.IsGenericMethodDefinition ? [typeof(int), typeof(string)] : [];
            string failure = null;
            try
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. arguments.Select(a => a.TypeHandle)]);
            }
            catch (Exception exception)
            {
                failure = method.Name + " " + exception.Message;
            }

            if (failure is not null)
            {
                yield return failure;
            }
        }
    }
}
