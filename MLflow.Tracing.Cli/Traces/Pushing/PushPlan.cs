using System.Globalization;
using MLflow.Tracing.Export;
using MLflow.Tracing.Export.Spooling;
using MLflow.Tracing.Weaver.Diagnostics;
using MLflow.Tracing.Wire;

namespace MLflow.Tracing.Cli.Traces.Pushing;

/// <summary>What is in a folder to be delivered: a folder store, a spool, or the part of a spool that belongs to one destination.</summary>
/// <param name="uri">The server.</param>
/// <param name="filing">Where the traces go.</param>
/// <param name="optionsFor">The options for an experiment.</param>
/// <param name="diagnostics">Where what is no trace is reported.</param>
/// <param name="tell">Gets what stays where it is.</param>
internal sealed class PushPlan(TrackingUri uri, PushFiling filing, Func<string?, MlflowOptions> optionsFor, TracingDiagnostics diagnostics, Action<DiagnosticText> tell)
{
    /// <exception cref="IOException">Another push is at work, or the folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">This user has no access to it.</exception>
    public IEnumerable<IPushSource> SourcesIn(string folder)
    {
        if (SpoolFolder.IsNameOfOne(Path.GetFileName(folder)))
        {
            return [OpenSpool(folder, ExperimentNameIn(folder))];
        }

        string[] spools = [.. Directory.GetDirectories(folder).Where(static path => SpoolFolder.IsNameOfOne(Path.GetFileName(path)) && HasTraces(path)).Order(StringComparer.Ordinal)];
        var sources = spools.Select(spool => OpenIfMeant(folder, spool)).OfType<IPushSource>();
        return spools.Length == 0 || HasTraces(folder) ? sources.Append(OpenStore(folder)) : sources;
    }

    private static bool HasTraces(string folder) => Directory.EnumerateFiles(folder, FolderStoreFile.Pattern).Any();

    /// <summary>The name is a part of the destination, so all traces of the folder that have one have the same.</summary>
    private static string? ExperimentNameIn(string spool)
        => FolderStoreReader.Read(spool, static _ => { }).Select(static stored => stored.ExperimentName).FirstOrDefault(static name => name is not null);

    private StorePushSource OpenStore(string folder) => new(folder, filing, new PushNotes(folder, uri, optionsFor(null).Workspace), diagnostics);

    /// <summary>What was meant for one server must not go to another.</summary>
    private SpoolPushSource? OpenIfMeant(string root, string spool)
    {
        var name = ExperimentNameIn(spool);
        if (SpoolFolder.Of(root, uri, OptionsForSpool(name)) == spool)
        {
            return OpenSpool(spool, name);
        }

        tell(CommandTexts.ForElsewhere(spool, uri.ServerAddress ?? "Databricks"));
        return null;
    }

    private SpoolPushSource OpenSpool(string folder, string? name)
    {
        var source = new SpoolPushSource(new Spool(folder, OptionsForSpool(name), diagnostics), name, filing);
        if (source.HeldFiles > 0)
        {
            tell(CommandTexts.HeldFiles(source.HeldFiles.ToString(CultureInfo.InvariantCulture), folder));
        }

        return source;
    }

    /// <summary>Whoever pushes wants it all, however old it is.</summary>
    private MlflowOptions OptionsForSpool(string? experimentName)
    {
        var options = optionsFor(experimentName);
        (options.ExperimentName, options.ExperimentId, options.SpoolTtl, options.MaxSpoolBytes) = (experimentName, null, TimeSpan.MaxValue, long.MaxValue);
        return options;
    }
}
