using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Silent;

/// <summary>A program that knows nothing of tracing and prints all it can see: results, exceptions with their lines, ambient values, loaded assemblies.</summary>
public static class Program
{
    private static readonly AsyncLocal<string> s_ambient = new();

    public static async Task<int> Main(string[] args)
    {
        s_ambient.Value = "main";
        Console.WriteLine(Add(20, 22));
        Console.WriteLine(await AddLaterAsync(20, 22));
        Console.WriteLine(await Observed("observed"));
        Console.WriteLine(new Money(12.5m, "EUR").ToText());
        Print(() => Fail(3));
        await PrintAsync(() => FailLaterAsync(3));
        Console.WriteLine(s_ambient.Value);
        foreach (var name in AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name).Where(IsForDelivery).OrderBy(name => name))
        {
            Console.WriteLine("loaded: " + name);
        }

        return 7;
    }

    private static int Add(int a, int b) => Math.Max(a + b, 0);

    private static async Task<int> AddLaterAsync(int a, int b)
    {
        await Task.Yield();
        s_ambient.Value = "inside";
        return a + b;
    }

    private static Task<string> Observed(string text) => Task.Run(() => text + s_ambient.Value);

    private static int Fail(int depth) => depth == 0 ? throw new InvalidOperationException("on purpose") : Fail(depth - 1) + 1;

    private static async Task<int> FailLaterAsync(int depth)
    {
        await Task.Yield();
        return depth == 0 ? throw new InvalidOperationException("later") : await FailLaterAsync(depth - 1) + 1;
    }

    private static void Print(Func<int> body)
    {
        try
        {
            Console.WriteLine(body());
        }
        catch (InvalidOperationException thrown)
        {
            Console.WriteLine(thrown);
        }
    }

    private static async Task PrintAsync(Func<Task<int>> body)
    {
        try
        {
            Console.WriteLine(await body());
        }
        catch (InvalidOperationException thrown)
        {
            Console.WriteLine(thrown);
        }
    }

    /// <summary>What an exporter needs, and nothing else here does.</summary>
    private static bool IsForDelivery(string name) => name is "System.Net.Http" or "System.Net.Sockets" or "Newtonsoft.Json";

    private sealed record Money(decimal Amount, string Currency)
    {
        public string ToText() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Amount} {Currency}");
    }
}
