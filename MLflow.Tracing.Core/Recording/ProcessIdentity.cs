using System.Reflection;

namespace MLflow.Tracing.Recording;

/// <summary>What program this is.</summary>
internal static class ProcessIdentity
{
    /// <summary>The value of <c>mlflow.source.name</c>: the entry assembly's name.</summary>
    public static string SourceName { get; } = Assembly.GetEntryAssembly()?.GetName().Name ?? "unknown";
}
