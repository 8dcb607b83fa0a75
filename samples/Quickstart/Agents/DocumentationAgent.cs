using Quickstart.Retrieval;
using Quickstart.Tools;

namespace Quickstart.Agents;

/// <summary>Answers a question about a folder of documents: retrieves passages, lets a tool measure files, writes the answer.</summary>
internal sealed class DocumentationAgent(PassageRetriever retriever, FileStatisticsTool fileStatistics)
{
    private const int PassageCount = 5;

    /// <exception cref="DirectoryNotFoundException">The folder of documents does not exist.</exception>
    public async Task<Answer> AnswerAsync(string question)
    {
        var passages = await retriever.RetrieveAsync(question, PassageCount);
        var paths = ToolPlanner.PathsToMeasure(question, passages.Count > 0 ? passages[0].File : null);
        var facts = await Task.WhenAll(paths.Select(MeasureAsync));
        return AnswerWriter.Write(question, passages, facts);
    }

    /// <summary>A tool that fails costs the answer one fact, and no more.</summary>
    private async Task<string> MeasureAsync(string path)
    {
        try
        {
            return (await fileStatistics.RunAsync(path)).ToString();
        }
        catch (IOException exception)
        {
            return $"{path}: not measured. {exception.Message}";
        }
    }
}
