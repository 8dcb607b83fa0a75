namespace Shop
{
    public static class Program
    {
        public static void Main() => System.Console.WriteLine(TotalAsync("tea", 3).Result);

        private static async System.Threading.Tasks.Task<int> TotalAsync(string item, int count)
        {
            await System.Threading.Tasks.Task.Delay(1);
            var sum = 0;
            foreach (var character in item)
            {
                sum += character;
            }

            return sum * count;
        }
    }
}
