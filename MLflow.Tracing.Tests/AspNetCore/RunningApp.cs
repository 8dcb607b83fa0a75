using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace MLflow.Tracing.Tests.AspNetCore;

/// <summary>A web application in this process, on a real socket.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApp(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>A plain client of it.</summary>
    public HttpClient Client { get; }

    /// <param name="pipeline">What it does with requests.</param>
    /// <param name="services">What it is made of.</param>
    public static async Task<RunningApp> StartAsync(Action<WebApplication> pipeline, Action<WebApplicationBuilder>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        services?.Invoke(builder);
        var app = builder.Build();
        pipeline(app);
        await app.StartAsync();
        return new RunningApp(app);
    }

    public Task<string> GetAsync(string path, string? traceParent = null) => SendAsync(Client, path, traceParent);

    /// <summary>What is answered, whatever the status.</summary>
    public static async Task<string> SendAsync(HttpClient client, string path, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        }

        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
