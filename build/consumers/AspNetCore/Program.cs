var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddMlflowTracing();
var app = builder.Build();
app.UseMlflowTracing(options => options.ShouldRecordRequest = _ => true);
app.Urls.Add("http://127.0.0.1:0");
app.MapGet("/total", (string item, int count) => Shop.Orders.Total(item, count));
await app.StartAsync();
using var client = new HttpClient();
Console.WriteLine(await client.GetStringAsync($"{app.Urls.First()}/total?item=tea&count=3"));
await app.StopAsync();

namespace Shop
{
    public static class Orders
    {
        public static int Total(string item, int count) => item.Sum(character => character) * count;
    }
}
