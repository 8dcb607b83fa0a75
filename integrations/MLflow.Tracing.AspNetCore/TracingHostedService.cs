using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MLflow.Tracing.AspNetCore;

/// <summary>Starts tracing first and flushes it last of all that a host runs.</summary>
/// <remarks>
/// The options are not made by the host's own factory but by <see cref="Mlflow.Init"/>, which has applied the environment to them;
/// what the host was told is applied on top.
/// </remarks>
internal sealed class TracingHostedService(
    IEnumerable<IConfigureOptions<MlflowOptions>> configurations,
    IEnumerable<IPostConfigureOptions<MlflowOptions>> lateConfigurations,
    IEnumerable<IValidateOptions<MlflowOptions>> validations) : IHostedLifecycleService
{
    public const string Section = "MLflow";

    private TimeSpan _flushLimit;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            Mlflow.Init(configure: Configure);
        }
        catch (ArgumentException wrong) when (wrong.ParamName is { } parameter)
        {
            throw new InvalidOperationException($"Tracing cannot start with the value of '{Section}:{OptionOf(parameter)}', from the configuration or from AddMlflowTracing: {wrong.Message}", wrong);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>By now the server has answered its last request. What is not delivered in time is tried, and reported if lost, at the end of the process.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Mlflow.FlushAsync(_flushLimit).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host's time is up: a shutdown that delivers late is worse than one that ends.
        }
    }

    private void Configure(MlflowOptions options)
    {
        foreach (var configuration in configurations)
        {
            configuration.Configure(options);
        }

        foreach (var configuration in lateConfigurations)
        {
            configuration.PostConfigure(Options.DefaultName, options);
        }

        List<string> failures = [.. validations.SelectMany(validation => validation.Validate(Options.DefaultName, options).Failures ?? [])];
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(MlflowOptions), failures);
        }

        _flushLimit = options.ExitFlushTimeout;
    }

    /// <summary>The option's name: a value that is parsed later is named by the parser's parameter.</summary>
    private static string OptionOf(string parameter) => parameter switch
    {
        "trackingUri" => nameof(MlflowOptions.TrackingUri),
        "token" => nameof(MlflowOptions.TrackingToken),
        _ => parameter,
    };
}
