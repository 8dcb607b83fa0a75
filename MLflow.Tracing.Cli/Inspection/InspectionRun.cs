using System.Collections.Concurrent;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Cli.Inspection;

/// <summary>Inspects the assemblies of a path, several at a time. Nothing is written.</summary>
internal static class InspectionRun
{
    /// <param name="root">The folder that the files lie in.</param>
    /// <param name="files">Full paths.</param>
    /// <param name="configuration">Rules to ask about; <see langword="null"/> means none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static InspectionOutcome Execute(string root, IReadOnlyList<string> files, WeaverConfiguration? configuration, CancellationToken cancellationToken)
    {
        var assemblies = new ConcurrentBag<InspectedAssembly>();
        var problems = new ConcurrentBag<WeaverDiagnostic>();
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, file =>
        {
            if (AssemblyInspection.Read(file, out var problem) is { } assembly)
            {
                assemblies.Add(assembly);
            }
            else
            {
                problems.Add(problem!);
            }
        });
        InspectedAssembly[] inOrder = [.. assemblies.OrderBy(static assembly => assembly.Path, StringComparer.Ordinal)];
        WeaverDiagnostic[] unreadable = [.. problems.OrderBy(static problem => problem.File, StringComparer.Ordinal)];
        if (configuration is null)
        {
            return new InspectionOutcome(inOrder, unreadable);
        }

        var rehearsal = WeaveRun.Execute(new WeaveRequest(root, [.. inOrder.Select(static assembly => assembly.Path)], configuration) { IsDryRun = true }, cancellationToken);
        var reports = rehearsal.Files.ToDictionary(static file => file.Path, static file => file.Report);
        return new InspectionOutcome([.. inOrder.Select(assembly => assembly with { WouldDo = reports.GetValueOrDefault(assembly.Path) })], [.. unreadable, .. rehearsal.Problems]);
    }
}
