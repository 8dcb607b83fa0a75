using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MLflow.Tracing.DeliveryCost;

/// <summary>A server in a process of its own that says yes and keeps nothing; below <c>/stall</c> it never answers.</summary>
internal sealed class Sink : IDisposable
{
    /// <summary>The argument that makes this program a sink.</summary>
    public const string Argument = "sink";

    private const string Version = "3.7.0";
    private const string Stalling = "/stall";

    private readonly Process _process;

    public Sink()
    {
        // The output's first line is the address; the sink ends with its input.
        var start = new ProcessStartInfo("dotnet", [typeof(Sink).Assembly.Location, Argument]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        Address = _process.StandardOutput.ReadLine()!;
    }

    public string Address { get; }

    public string StallingAddress => Address + Stalling;

    public static async Task ServeAsync()
    {
        Core.Use(Core.Second);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        if (context.Request.Path.StartsWithSegments(Stalling, StringComparison.Ordinal))
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (context.Request.Path == "/version")
        {
            await context.Response.WriteAsync(Version);
        }
        else if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"trace":{"trace_info":{"tags":{}}}}""");
        }
    }
}
