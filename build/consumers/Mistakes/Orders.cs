namespace Shop;

public static class Orders
{
    public static int Price(string item)
    {
        var sum = 0;
        foreach (var character in item)
        {
            sum += character;
        }

        return sum;
    }

    private static void Main() => System.Console.WriteLine(Price("tea"));
}
