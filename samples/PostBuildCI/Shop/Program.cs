using Shop;

Console.WriteLine(await new OrderAgent().QuoteAsync("tea", 3));

namespace Shop
{
    internal sealed class OrderAgent
    {
        public async Task<string> QuoteAsync(string item, int count)
        {
            await Task.Yield();
            return $"{count} x {item}: {count * PriceOf(item)}";
        }

        private static int PriceOf(string item)
        {
            var price = 0;
            foreach (var letter in item)
            {
                price += letter - 'a' + 1;
            }

            return price;
        }
    }
}
