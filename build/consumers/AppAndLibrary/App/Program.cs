namespace Shop.App
{
    public static class Program
    {
        public static void Main() => System.Console.WriteLine(Total("tea", 3));

        private static int Total(string item, int count) => Library.Orders.Price(item) * count;
    }
}
