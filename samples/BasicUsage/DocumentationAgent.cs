using MLflow.Tracing;

namespace BasicUsage;

#region attribute
internal sealed class DocumentationAgent(string[] passages)
{
    [Trace(SpanType = SpanType.Agent)]
    public async Task<string> ExplainAsync(string word)
        => await LanguageModel.CompleteAsync($"What is a {word}? {string.Join(' ', Search(word))}");

    [Trace(SpanType = SpanType.Retriever, Name = "search")]
    private string[] Search(string word) => [.. passages.Where(passage => passage.Contains(word, StringComparison.OrdinalIgnoreCase))];
}
#endregion
