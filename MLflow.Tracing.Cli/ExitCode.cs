namespace MLflow.Tracing.Cli;

/// <summary>What the command tells the pipeline that runs it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Nothing matched, and that was not to happen.</summary>
    public const int NothingMatched = 1;

    /// <summary>An argument, a configuration or a file makes no sense; nothing was changed.</summary>
    public const int BadInput = 2;

    /// <summary>What was woven has faults; nothing of its folder was changed.</summary>
    public const int NotVerified = 3;

    /// <summary>Some of it was done, and some was not.</summary>
    public const int PartlyFailed = 4;

    /// <summary>Stopped by Ctrl+C or SIGTERM.</summary>
    public const int Cancelled = 130;
}
