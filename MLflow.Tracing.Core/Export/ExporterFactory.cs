using MLflow.Tracing.Complaints;
using MLflow.Tracing.Export.Otlp;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Export;

/// <summary>Makes the exporter for a tracking URI.</summary>
internal static class ExporterFactory
{
    /// <summary>The exporters for the chosen destinations. Opens nothing and sends nothing yet.</summary>
    /// <exception cref="ArgumentException">A credential cannot be sent.</exception>
    public static IEnumerable<ITraceExporter> Create(DestinationChoice choice, TrackingUri uri, MlflowOptions options, TracingDiagnostics diagnostics)
    {
        if (options.SpoolFolder is { } spool && (!choice.ToTrackingUri || uri.Kind == TrackingUriKind.Folder))
        {
            diagnostics.Report(SpoolComplaints.NothingToSpool(spool));
        }

        if (!choice.ToCollector)
        {
            return [Create(uri, options, diagnostics)];
        }

        var collector = new OtlpExporter(options.Otlp, isOnlyDestination: !choice.ToTrackingUri, RetryOf(options), diagnostics);
        return choice.ToTrackingUri
            ? [Create(uri, options, diagnostics), collector]
            : [new CollectorFirst(collector, () => Create(uri, options, diagnostics))];
    }

    /// <summary>Opens nothing and sends nothing yet.</summary>
    /// <exception cref="ArgumentException">A credential cannot be sent.</exception>
    public static ITraceExporter Create(TrackingUri uri, MlflowOptions options, TracingDiagnostics diagnostics) => uri.Kind switch
    {
        TrackingUriKind.Folder => new FolderStoreExporter(uri.Folder!, options, diagnostics),
        _ => WithSpool(CreateResumable(uri, options, diagnostics), uri, options, diagnostics),
    };

    /// <summary>The exporter for a server or for Databricks, without a spool around it.</summary>
    /// <exception cref="ArgumentException">A credential cannot be sent.</exception>
    public static IResumableExporter CreateResumable(TrackingUri uri, MlflowOptions options, TracingDiagnostics diagnostics) => uri.Kind == TrackingUriKind.Databricks
        ? CreateForDatabricks(uri, options, diagnostics)
        : CreateForServer(uri, options, diagnostics, RetryOf(options));

    /// <summary>The exporter, with a spool if the options ask for one.</summary>
    public static ITraceExporter WithSpool(IResumableExporter exporter, TrackingUri uri, MlflowOptions options, TracingDiagnostics diagnostics, ReplayPauses? pauses = null)
        => options.SpoolFolder is { } folder
            ? new SpoolingExporter(exporter, new Spool(SpoolFolder.Of(folder, uri, options), options, diagnostics), options, diagnostics, pauses)
            : exporter;

    /// <summary>The exporter for a self-hosted server.</summary>
    public static IResumableExporter CreateForServer(TrackingUri uri, MlflowOptions options, TracingDiagnostics diagnostics, RetryPolicy retry)
    {
        if (!ServerTrust.TryLoad(options, out var trust, out var problem))
        {
            return new UnconfiguredExporter(problem, options.SpoolFolder is not null, diagnostics);
        }

        var connection = new ServerConnection(uri.ServerAddress!, ServerCredentials.For(uri, options), trust, options.HttpRequestTimeout, retry, breaker: new CircuitBreaker(retry.Now));
        var api = new MlflowApi(connection);
        var server = new ServerNegotiation(api, diagnostics);
        var files = new FileSpanUpload(options.MaxConcurrentUploads, new ArtifactSpanUpload(api).UploadAsync);
        var spans = new OtlpSpanUpload(api, server, files, options.MaxConcurrentUploads, options.MaxSpansPerRequest, diagnostics);
        if (CatalogLocation.Of(options.ExperimentId) is { } location)
        {
            diagnostics.Report(CatalogComplaints.NoCatalog(location.ToString()).About("Traces will be lost:"));
        }

        return new MlflowServerExporter(connection, server, ToExperiments(connection, api, server, spans, options, diagnostics), new NoCatalogRoute(), WireLimits.SelfHosted, options.MaxConcurrentUploads, diagnostics);
    }

    /// <summary>The exporter for a Databricks workspace with known credentials.</summary>
    public static IResumableExporter CreateForDatabricks(
        DatabricksCredentials credentials, MlflowOptions options, TracingDiagnostics diagnostics, RetryPolicy retry, Func<DatabricksCredentials?>? findAgain = null)
    {
        var connection = new ServerConnection(credentials.Host, credentials.ForServer(options, findAgain ?? (() => credentials)), ServerTrust.OfTheMachine, options.HttpRequestTimeout, retry, breaker: new CircuitBreaker(retry.Now));
        var api = new MlflowApi(connection);
        var spans = new FileSpanUpload(options.MaxConcurrentUploads, new SignedSpanUpload(api).UploadAsync);
        var server = new ServerNegotiation(api, diagnostics, hasVersion: false);
        var toCatalogs = new CatalogRoute(new CatalogApi(connection), options.MaxConcurrentUploads, diagnostics);
        return new MlflowServerExporter(connection, server, ToExperiments(connection, api, server, spans, options, diagnostics), toCatalogs, WireLimits.Databricks, options.MaxConcurrentUploads, diagnostics);
    }

    private static ExperimentRoute ToExperiments(ServerConnection connection, MlflowApi api, ServerNegotiation server, ISpanUpload spans, MlflowOptions options, TracingDiagnostics diagnostics)
        => new(api, server, spans, new AttachmentUpload(api, new TraceApi(connection), diagnostics), new ExperimentResolver(new ExperimentApi(connection), options), diagnostics);

    private static IResumableExporter CreateForDatabricks(TrackingUri uri, MlflowOptions options, TracingDiagnostics diagnostics)
    {
        var configFile = DatabricksCredentials.DefaultConfigFile;
        return DatabricksCredentials.TryFind(uri.Profile, Environment.GetEnvironmentVariable, configFile, options, out var credentials, out var problem)
            ? CreateForDatabricks(credentials, options, diagnostics, RetryOf(options), () => DatabricksCredentials.FindAgain(uri.Profile, Environment.GetEnvironmentVariable, configFile, options))
            : new UnconfiguredExporter(problem, options.SpoolFolder is not null, diagnostics);
    }

    /// <summary>The usual policy, with its retries counted.</summary>
    private static RetryPolicy RetryOf(MlflowOptions options)
    {
        var retry = RetryPolicy.For(options);
        return retry with
        {
            Wait = (pause, cancellationToken) =>
            {
                options.Metrics?.AddRetry();
                return retry.Wait(pause, cancellationToken);
            },
        };
    }
}
