namespace MLflow.Tracing.Cli.Weaving;

/// <summary>The kinds of platforms that differ in where their assemblies lie and in what the tracing library needs there.</summary>
internal enum PlatformKind
{
    /// <summary>.NET, and .NET Core as it was called.</summary>
    Net,

    /// <summary>.NET Framework, or Mono.</summary>
    NetFramework,

    /// <summary>Any of them.</summary>
    NetStandard,
}
