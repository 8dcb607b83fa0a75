namespace MLflow.Tracing.Model;

/// <summary>Keys of the trace metadata that MLflow reserves.</summary>
/// <remarks>The names are those of <c>mlflow.tracing.constant.TraceMetadataKey</c>.</remarks>
/// <example>
/// <code>
/// await foreach (var turn in client.SearchTracesAsync(["1"], $"metadata.`{TraceMetadataKey.Session}` = 's-1'"))
/// {
///     Console.WriteLine($"{turn.Info.Metadata.GetValueOrDefault(TraceMetadataKey.User)}: {turn.Info.RequestPreview}");
/// }
/// </code>
/// </example>
public static class TraceMetadataKey
{
    /// <summary>The version of the trace schema; always sent, with the value <c>3</c>.</summary>
    public const string SchemaVersion = "mlflow.trace_schema.version";

    /// <summary>The beginning of the root's inputs (older servers show it).</summary>
    public const string Inputs = "mlflow.traceInputs";

    /// <summary>The beginning of the root's outputs (older servers show it).</summary>
    public const string Outputs = "mlflow.traceOutputs";

    /// <summary>Token counts of the whole trace, as JSON text.</summary>
    public const string TokenUsage = "mlflow.trace.tokenUsage";

    /// <summary>What the whole trace cost, in US dollars, as JSON text.</summary>
    public const string Cost = "mlflow.trace.cost";

    /// <summary>Numbers and sizes of the spans, as JSON text.</summary>
    public const string SizeStats = "mlflow.trace.sizeStats";

    /// <summary>The size of the trace in bytes, in decimal digits.</summary>
    public const string SizeBytes = "mlflow.trace.sizeBytes";

    /// <summary>The session (conversation) the trace belongs to.</summary>
    public const string Session = "mlflow.trace.session";

    /// <summary>The user who made the request.</summary>
    public const string User = "mlflow.trace.user";

    /// <summary>The logged model the trace belongs to.</summary>
    public const string ModelId = "mlflow.modelId";

    /// <summary>The name of the program.</summary>
    public const string SourceName = "mlflow.source.name";

    /// <summary>What kind of program it is: <c>LOCAL</c>, or what <c>MLFLOW_RUN_CONTEXT</c> says (<c>JOB</c>, <c>NOTEBOOK</c>, <c>PROJECT</c>, <c>UNKNOWN</c>).</summary>
    public const string SourceType = "mlflow.source.type";

    /// <summary>The MLflow run that the trace belongs to.</summary>
    public const string SourceRun = "mlflow.sourceRun";

    /// <summary>The account the program runs under. Not <see cref="User"/>, for whom it works.</summary>
    public const string SourceUser = "mlflow.user";

    /// <summary>The commit the program was built from.</summary>
    public const string GitCommit = "mlflow.source.git.commit";

    /// <summary>The branch the program was built from.</summary>
    public const string GitBranch = "mlflow.source.git.branch";

    /// <summary>The repository the program was built from, without credentials.</summary>
    public const string GitRepositoryUrl = "mlflow.source.git.repoURL";

    /// <summary><c>true</c> when the sources differed from the commit, <c>false</c> when they did not; missing when the build did not say.</summary>
    public const string GitDirty = "mlflow.source.git.dirty";
}
