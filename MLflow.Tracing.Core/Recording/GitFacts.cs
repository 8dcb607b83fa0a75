using System.Reflection;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>What the build wrote into an assembly about its sources: attributes whose keys are those of the trace metadata.</summary>
internal static class GitFacts
{
    /// <summary>The MSBuild property that keeps the facts out, as the build passes it on: the SDK's revision is not used then either.</summary>
    private const string OptOut = "MLflowTracingSourceMetadata";

    private static readonly string[] s_keys = [TraceMetadataKey.GitCommit, TraceMetadataKey.GitBranch, TraceMetadataKey.GitRepositoryUrl, TraceMetadataKey.GitDirty];

    public static Dictionary<string, string> Of(Assembly program)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in program.GetCustomAttributes<AssemblyMetadataAttribute>())
        {
            if (attribute.Key == OptOut && attribute.Value == "false")
            {
                return new Dictionary<string, string>(StringComparer.Ordinal);
            }

            // A project's own attribute comes before the one of our targets.
            if (s_keys.Contains(attribute.Key, StringComparer.Ordinal) && !facts.ContainsKey(attribute.Key) && attribute.Value is { Length: > 0 } value)
            {
                facts.Add(attribute.Key, value);
            }
        }

        if (!facts.ContainsKey(TraceMetadataKey.GitCommit) && RevisionIn(program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion) is { } revision)
        {
            facts.Add(TraceMetadataKey.GitCommit, revision);
        }

        return facts;
    }

    /// <summary>The SDK adds the revision to the version as <c>+revision</c>, or as <c>.revision</c> where the version has a plus of its own.</summary>
    /// <returns><see langword="null"/> when there is none, or something else.</returns>
    public static string? RevisionIn(string? informationalVersion)
    {
        var plus = informationalVersion?.IndexOf('+') ?? -1;
        if (plus < 0)
        {
            return null;
        }

        var last = informationalVersion!.Substring(Math.Max(plus, informationalVersion.LastIndexOf('.')) + 1);
        return last.Length is 40 or 64 && last.All(Uri.IsHexDigit) ? last : null;
    }
}
