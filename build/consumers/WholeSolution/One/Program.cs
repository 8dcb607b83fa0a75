using Shop;

System.Console.WriteLine(await new Orders().TotalAsync("tea", 3));

namespace Shop
{
    public class Orders
    {
        public async System.Threading.Tasks.Task<int> TotalAsync(string item, int count)
        {
            await System.Threading.Tasks.Task.Yield();
            return Price(item) * count;
        }

        private static int Price(string item)
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
