using System;
using System.Net.Http;
using System.Net;
using System.Text;

// A vendor of its own, so that nothing but this program is needed.
using var vendor = new HttpListener { Prefixes = { "http://localhost:47113/" } };
vendor.Start();
var served = ServeAsync();

using var client = new HttpClient();
using var answer = await client.PostAsync("http://localhost:47113/v1/chat/completions", new StringContent("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}"""));
System.Console.WriteLine(await answer.Content.ReadAsStringAsync());
await served;

async System.Threading.Tasks.Task ServeAsync()
{
    var context = await vendor.GetContextAsync();
    context.Response.ContentType = "application/json";
    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("""{"model":"m","choices":[]}"""));
    context.Response.Close();
}
