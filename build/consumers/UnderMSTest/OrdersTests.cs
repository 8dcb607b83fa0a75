using Microsoft.VisualStudio.TestTools.UnitTesting;
using Shop;

[TestClass]
public class OrdersTests
{
    [TestMethod]
    public async System.Threading.Tasks.Task Total_is_price_times_count() => Assert.AreEqual(942, await new Orders().TotalAsync("tea", 3));
}
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
