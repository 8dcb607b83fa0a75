using MLflow.Tracing;
using MLflow.Tracing.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

// Where every host finds such methods without a using of its own.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Starts MLflow tracing with a host.</summary>
/// <example>
/// <code>
/// var builder = WebApplication.CreateBuilder();
/// builder.Services.AddMlflowTracing(options => options.ExperimentName = "support-bot");
///
/// var app = builder.Build();
/// app.UseMlflowTracing();
/// app.MapPost("/ask", (string question) => CallModelAsync(question));
/// app.Run();
/// </code>
/// </example>
public static class MlflowTracingServiceCollectionExtensions
{
    /// <summary>
    /// Starts tracing before the services of the host start, and delivers what was recorded after they have stopped.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options in code, after the configuration was read; beats it.</param>
    /// <returns>The same services.</returns>
    /// <remarks>
    /// <para>
    /// Options come from <paramref name="configure"/>, then from the section <c>MLflow</c> of the host's configuration, whose keys are the
    /// properties of <see cref="MlflowOptions"/>, then from the <c>MLFLOW_…</c> variables of the environment. The host does not start when a
    /// value is wrong or a key of the section is unknown; the message names it. <c>MLFLOW_TRACING_ENABLED=false</c> switches tracing off all the same.
    /// </para>
    /// <para>
    /// At shutdown the host waits for delivery as long as <see cref="MlflowOptions.ExitFlushTimeout"/> and its own time-out allow.
    /// Tracing is one for the process: a second host in it starts it again with its own options.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddMlflowTracing(options => options.ExperimentName = "support-bot");
    /// </code>
    /// </example>
    public static IServiceCollection AddMlflowTracing(this IServiceCollection services, Action<MlflowOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<MlflowOptions>();
        if (!services.Any(static service => service.ImplementationType == typeof(TracingHostedService)))
        {
            options.BindConfiguration(TracingHostedService.Section, static binder => binder.ErrorOnUnknownConfiguration = true);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TracingHostedService>());
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }
}
