using Shop;
using Stock;

System.Console.WriteLine(Shelves.Count("tea") * Orders.Price("tea"));

namespace Shop
{
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
    }
}

namespace Stock
{
    public static class Shelves
    {
        public static int Count(string item)
        {
            var count = 0;
            foreach (var _ in item)
            {
                count++;
            }

            return count;
        }
    }
}
