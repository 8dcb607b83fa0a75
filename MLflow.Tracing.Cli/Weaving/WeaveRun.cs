using System.Collections.Concurrent;
using System.Text.Json;
using MLflow.Tracing.Cli.Verification;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Binaries;
using MLflow.Tracing.Weaver.Diagnostics;
using Mono.Cecil;

namespace MLflow.Tracing.Cli.Weaving;

/// <summary>Weaves assemblies in memory, several at a time, and then replaces those of one folder after the other, together with what woven code needs there.</summary>
internal static class WeaveRun
{
    /// <summary>Does what is asked for. Whatever the files are, the answer is an outcome.</summary>
    /// <exception cref="OperationCanceledException">Stopped; each file is as it was, or whole.</exception>
    public static WeaveOutcome Execute(WeaveRequest request, CancellationToken cancellationToken)
    {
        var problems = new List<WeaverDiagnostic>();
        var folders = new List<(ProgramFolder Folder, List<string> Files)>();
        foreach (var files in request.Files.GroupBy(file => FolderOf(file, request.Root)))
        {
            if (Open(files.Key, files, request, problems) is { } folder)
            {
                folders.Add((folder, [.. files.Where(file => !folder.NotToWeave.Contains(Path.GetFileName(file)) && AssemblyGlance.MayMatch(file, request.Configuration))]));
            }
        }

        var woven = WeaveAll([.. folders.SelectMany(static entry => entry.Files.Select(file => (entry.Folder, file)))], request, cancellationToken);
        foreach (var (folder, files) in folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WovenFile[] ready = [.. files.Select(file => woven[file]).Where(static file => file.Assembly is not null)];
            if (Refusal(folder, ready, request, problems) is { } refusal)
            {
                Array.ForEach(ready, file => woven[file.Path] = file.Withheld(refusal));
            }
        }

        return new WeaveOutcome([.. woven.Values.OrderBy(static file => file.Path, StringComparer.Ordinal)], problems);
    }

    // A program's folder is the nearest one with a list of libraries; plugins may lie below it.
    private static string FolderOf(string file, string root)
    {
        var own = Path.GetDirectoryName(file)!;
        for (var folder = own; folder is not null && folder.StartsWith(root, StringComparison.Ordinal); folder = Path.GetDirectoryName(folder))
        {
            if (DepsFile.IsIn(folder))
            {
                return folder;
            }
        }

        return own;
    }

    private static ProgramFolder? Open(string path, IEnumerable<string> files, WeaveRequest request, List<WeaverDiagnostic> problems)
    {
        try
        {
            var folder = new ProgramFolder(path, files);
            if (request.UpgradesDependencies || folder.OlderDependencies is not { Count: > 0 } older || !files.Any(file => AssemblyGlance.MayMatch(file, request.Configuration)))
            {
                return folder;
            }

            problems.AddRange(older.Select(static dependency => CommandTexts.OldDependency(dependency.File, dependency.Present.ToString(), dependency.Needed.ToString()).At(dependency.File)));
        }
        catch (JsonException damage)
        {
            problems.Add(CommandTexts.DamagedDeps(damage.Message).At(path));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            problems.Add(CommandTexts.NotWritten(refused.Message).At(path));
        }

        return null;
    }

    private static ConcurrentDictionary<string, WovenFile> WeaveAll(List<(ProgramFolder Folder, string File)> work, WeaveRequest request, CancellationToken cancellationToken)
    {
        var woven = new ConcurrentDictionary<string, WovenFile>(StringComparer.Ordinal);
        Parallel.ForEach(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = request.AtOnce, CancellationToken = cancellationToken },
            static () => new Worker(),
            (next, _, worker) =>
            {
                var (resolver, core) = worker.For(next.Folder);
                woven[next.File] = FileWeaving.Weave(next.File, resolver, core, request.Configuration, request.Writing);
                request.Progress?.Report((woven.Count, work.Count));
                return worker;
            },
            static worker => worker.Dispose());
        return woven;
    }

    // Why nothing of a folder is written; null when all of it is, or is to be.
    private static string? Refusal(ProgramFolder folder, WovenFile[] files, WeaveRequest request, List<WeaverDiagnostic> problems)
    {
        if (files.Length == 0)
        {
            return null;
        }

        if (request.Verifies && Faults(folder, files) is { Count: > 0 } faults)
        {
            problems.AddRange(faults);
            return "did nothing, what was woven does not verify";
        }

        if (!request.IsDryRun && ReplaceOrExplain(folder, files, request) is { } problem)
        {
            problems.Add(problem);
            return "did nothing, the folder cannot be written";
        }

        return null;
    }

    private static List<WeaverDiagnostic> Faults(ProgramFolder folder, WovenFile[] files)
        => [.. files.SelectMany(file => WovenFileCheck.NewFindings(file, folder.SearchFolders).Select(finding => CommandTexts.NotVerified(finding).At(file.Path)))];

    private static WeaverDiagnostic? ReplaceOrExplain(ProgramFolder folder, WovenFile[] files, WeaveRequest request)
    {
        try
        {
            Replace(folder, files, request);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or System.Xml.XmlException)
        {
            return CommandTexts.NotWritten(refused.Message).At(folder.Path);
        }
    }

    private static void Replace(ProgramFolder folder, WovenFile[] files, WeaveRequest request)
    {
        // What woven code needs comes first, and symbols before their assembly: at any moment the program runs.
        using var changes = new StagedChanges();
        folder.Deploy(changes);
        foreach (var file in files)
        {
            if (file.Symbols is not null)
            {
                changes.Write(WovenFile.SymbolsOf(file.Path), file.Symbols);
            }

            changes.Write(file.Path, file.Assembly!);
        }

        if (request.Backup is not null)
        {
            changes.BackUp(request.Root, request.Backup);
        }

        changes.Commit();
    }

    /// <summary>What one thread reads of platforms and libraries, kept from one assembly to the next.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly Dictionary<ProgramFolder, (FolderResolver Resolver, AssemblyDefinition Core)> _byFolder = [];

        public (FolderResolver Resolver, AssemblyDefinition Core) For(ProgramFolder folder)
        {
            if (!_byFolder.TryGetValue(folder, out var found))
            {
                var resolver = new FolderResolver(folder.SearchFolders);
                found = (resolver, AssemblyDefinition.ReadAssembly(folder.CorePath, new ReaderParameters { AssemblyResolver = resolver, InMemory = true }));
                _byFolder.Add(folder, found);
            }

            return found;
        }

        public void Dispose()
        {
            foreach (var (resolver, core) in _byFolder.Values)
            {
                core.Dispose();
                resolver.Dispose();
            }
        }
    }
}
