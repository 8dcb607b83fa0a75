using System.CommandLine;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Configuration;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>The options that say which methods are meant.</summary>
internal sealed class ConfigurationOptions
{
    private readonly Option<string?> _config = new("--config") { Description = "Rules as in a build.", HelpName = "FodyWeavers.xml" };
    private readonly Option<string[]> _include = new("--include") { Description = "Methods to trace: NAMESPACE, or NAMESPACE:TYPE:METHOD.", HelpName = "RULE" };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Methods to leave out.", HelpName = "RULE" };

    public void AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_include);
        command.Add(_exclude);
    }

    /// <summary>Whether one of them is given.</summary>
    public bool IsAnyIn(ParseResult arguments) => arguments.GetResult(_config) is not null || arguments.GetResult(_include) is not null || arguments.GetResult(_exclude) is not null;

    /// <summary>The effective configuration.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="problems">Receives an error for everything that is not understood.</param>
    /// <param name="trackingUri">Written into woven assemblies as their default.</param>
    /// <param name="experimentName">Likewise.</param>
    /// <param name="tracesLlmCalls">Whether programs record calls of language models from their start.</param>
    public WeaverConfiguration Read(ParseResult arguments, ICollection<WeaverDiagnostic> problems, string? trackingUri = null, string? experimentName = null, bool tracesLlmCalls = false)
        => new RequestedConfiguration(
            arguments.GetValue(_config), arguments.GetValue(_include) ?? [], arguments.GetValue(_exclude) ?? [], trackingUri, experimentName, tracesLlmCalls).Overlay(problems);
}
