namespace Quickstart;

/// <summary>What the command line asks for: the questions, the folder that knows the answers, or what is wrong with it.</summary>
internal sealed record CommandLine(IReadOnlyList<string> Questions, string Folder, string? Error = null)
{
    public const string DefaultQuestion = "How are async methods woven, and how much is there to read?";

    public const string Usage = "Usage: Quickstart [QUESTION]... [--folder PATH]";

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var questions = new List<string>();
        var folder = ".";
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--folder")
            {
                if (++i == args.Count)
                {
                    return Wrong("'--folder' needs a path.");
                }

                folder = args[i];
            }
            else if (args[i].StartsWith('-'))
            {
                return Wrong($"'{args[i]}' is no option.");
            }
            else if (!string.IsNullOrWhiteSpace(args[i]))
            {
                questions.Add(args[i]);
            }
        }

        return new CommandLine(questions.Count > 0 ? questions : [DefaultQuestion], folder);
    }

    private static CommandLine Wrong(string error) => new([], ".", error);
}
