using System.CommandLine;
using MLflow.Tracing.Cli;
using MLflow.Tracing.Cli.Commands;

var root = new RootCommand("MLflow tracing for .NET: adds tracing to finished binaries, shows and delivers what they store.") { WeaveCommand.Create(), InspectCommand.Create(), ShowCommand.Create(), PushCommand.Create() };
var request = root.Parse(args);

// Whoever presses Ctrl+C waits until the files of one folder are whole.
var exitCode = await request.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
return request.Errors.Count > 0 ? ExitCode.BadInput : exitCode;
