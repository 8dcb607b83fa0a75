using System.Reflection;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>
/// What program this is. Read once, when the first trace is put together, from attributes that the build wrote:
/// no file is read and no process started for it.
/// </summary>
internal static class ProcessIdentity
{
    private const string LocalProgram = "LOCAL";
    private const string Unknown = "unknown";

    /// <summary>Where Python looks for the user's name, in its order; without any of them it asks the system, as we do.</summary>
    private static readonly string[] s_userVariables = ["LOGNAME", "USER", "LNAME", "USERNAME"];

    private static readonly Lazy<Assembly?> s_program = new(static () => Assembly.GetEntryAssembly() ?? WovenDefaults.FirstWovenAssembly());

    private static readonly Lazy<IReadOnlyDictionary<string, string>> s_metadata = new(static () => Describe(s_program.Value));

    /// <summary>The value of <c>mlflow.source.name</c>: the entry assembly's name; in a host without one, that of the first woven assembly.</summary>
    public static string SourceName => s_program.Value?.GetName().Name ?? Unknown;

    /// <summary>The trace metadata that is the same for all traces of the process.</summary>
    public static IReadOnlyDictionary<string, string> Metadata => s_metadata.Value;

    private static Dictionary<string, string> Describe(Assembly? program)
    {
        var metadata = program is null ? new Dictionary<string, string>(StringComparer.Ordinal) : GitFacts.Of(program);
        metadata[TraceMetadataKey.SourceName] = SourceName;
        metadata[TraceMetadataKey.SourceType] = LocalProgram;
        metadata[TraceMetadataKey.SourceUser] = s_userVariables.Select(Environment.GetEnvironmentVariable).Append(Environment.UserName)
            .FirstOrDefault(static name => !string.IsNullOrEmpty(name)) ?? Unknown;
        return metadata;
    }
}
