using MLflow.Tracing;
using Quickstart.Agents;
using Quickstart.Retrieval;
using Quickstart.Tools;

namespace Quickstart;

internal static class Program
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    private static async Task<int> Main(string[] args)
    {
        var commandLine = CommandLine.Parse(args);
        if (commandLine.Error is { } error)
        {
            await Console.Error.WriteLineAsync($"{error} {CommandLine.Usage}");
            return WrongUsage;
        }

        Mlflow.Init(configure: options => options.Console = true);

        var folder = new DocumentFolder(commandLine.Folder);
        var agent = new DocumentationAgent(new PassageRetriever(new PassageIndexer(folder)), new FileStatisticsTool(folder));
        var conversation = new Conversation(agent);
        try
        {
            foreach (var question in commandLine.Questions)
            {
                var answer = await conversation.AskAsync(question);
                Console.WriteLine($"Question: {question}{Environment.NewLine}{answer}{Environment.NewLine}");
            }

            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
    }
}
