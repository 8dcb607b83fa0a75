using Mono.Cecil;

namespace MLflow.Tracing.Weaver.Emission;

/// <summary>The members of MLflow.Tracing.Core that woven code may call. A project may refer to a version that lacks some of them.</summary>
internal static class RequiredHooks
{
    private const string WovenNamespace = "MLflow.Tracing.Woven";

    /// <summary>All of them, by type.</summary>
    public static IReadOnlyDictionary<string, string[]> Names { get; } = new Dictionary<string, string[]>
    {
        ["TraceSite"] = [".ctor", "WithSamplingRatio", "get_IsEnabled"],
        ["TraceScope"] =
        [
            "Begin", "Arg", "ArgSpan", "ArgWritableSpan", "ArgOpaque", "ArgRedacted", "Start", "Observe", "Fault", "get_IsRecording", "Out", "OutOpaque", "OutRedacted",
            "Complete", "CompleteSpan", "CompleteWritableSpan", "CompleteOpaque", "CompleteTask", "CompleteValueTask",
        ],
        ["AsyncCall"] = ["Begin", "Arg", "ArgOpaque", "ArgRedacted", "Resume", "Done", "Fail", "SaveAmbient", "Enter", "Leave"],
        ["Iteration"] = ["Begin", "Arg", "ArgOpaque", "ArgRedacted", "ReduceWith", "Enumerable", "Enumerator", "AsyncEnumerable", "AsyncEnumerator"],
        ["WovenAttribute"] = [".ctor"],
        ["ProgramStart"] = ["TraceLlmCalls"],
    };

    /// <summary>The first one that a version of Core lacks, as <c>Type.Member</c>; <see langword="null"/> when it has them all.</summary>
    public static string? FirstMissing(AssemblyDefinition core)
    {
        foreach (KeyValuePair<string, string[]> type in Names)
        {
            TypeDefinition? definition = core.MainModule.GetType(WovenNamespace, type.Key);
            string? missing = type.Value.FirstOrDefault(name => definition is null || !definition.Methods.Any(m => m.Name == name));
            if (missing is not null)
            {
                return $"{type.Key}.{missing}";
            }
        }

        return null;
    }
}
