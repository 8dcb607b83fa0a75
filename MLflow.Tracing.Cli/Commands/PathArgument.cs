using System.CommandLine;
using MLflow.Tracing.Cli.Weaving;
using MLflow.Tracing.Weaver;
using MLflow.Tracing.Weaver.Diagnostics;

namespace MLflow.Tracing.Cli.Commands;

/// <summary>The assemblies that a command is about.</summary>
internal sealed class PathArgument
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Folders, assemblies, or patterns such as 'publish/**/Contoso.*.dll'.", Arity = ArgumentArity.OneOrMore };

    public void AddTo(Command command) => command.Add(_paths);

    /// <summary>What each path stands for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="problems">Receives an error for every path that stands for nothing.</param>
    public IEnumerable<(string Root, IReadOnlyList<string> Files)> Read(ParseResult arguments, ICollection<WeaverDiagnostic> problems)
    {
        foreach (var path in arguments.GetValue(_paths)!)
        {
            if (InputFiles.Expand(path) is { } input)
            {
                yield return input;
            }
            else
            {
                problems.Add(CommandTexts.NoSuchPath(path).AtNoPlace());
            }
        }
    }
}
