using System;
using System.Linq;
using Newtonsoft.Json;

namespace Finished;

/// <summary>Prints an order as JSON.</summary>
public static class Program
{
    public static void Main() => Console.WriteLine(Orders.Describe("tea", 3));
}

public static class Orders
{
    public static string Describe(string item, int count) => JsonConvert.SerializeObject(new { item, count, price = Price(item) * count });

    private static int Price(string item) => item.Sum(character => character);
}
