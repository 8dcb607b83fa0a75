using Microsoft.SemanticKernel.Data;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Recording.Sequences;

namespace MLflow.Tracing.SemanticKernel;

#pragma warning disable SKEXP0001 // whoever has such a search has agreed to that

/// <summary>Records what is searched for, and the documents that are found, as the program reads them.</summary>
internal sealed class TracingTextSearch<TRecord>(ITextSearch<TRecord> inner, string name) : ITextSearch<TRecord>
{
    public Task<KernelSearchResults<string>> SearchAsync(string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
        => RecordAsync(query, searchOptions, () => inner.SearchAsync(query, searchOptions, cancellationToken));

    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
        => RecordAsync(query, searchOptions, () => inner.GetTextSearchResultsAsync(query, searchOptions, cancellationToken));

    public Task<KernelSearchResults<TRecord>> GetSearchResultsAsync(string query, TextSearchOptions<TRecord>? searchOptions = null, CancellationToken cancellationToken = default)
        => RecordAsync(query, searchOptions, () => inner.GetSearchResultsAsync(query, searchOptions, cancellationToken));

    private Task<KernelSearchResults<TResult>> RecordAsync<TResult>(string query, TextSearchOptions<TRecord>? options, Func<Task<KernelSearchResults<TResult>>> search)
        => TracingSwitch.Runtime is null ? search() : RecordStartedAsync(Mlflow.StartSpan(name, SpanType.Retriever, new Dictionary<string, object?> { ["query"] = query, ["top"] = options?.Top }), search);

    private static async Task<KernelSearchResults<TResult>> RecordStartedAsync<TResult>(LiveSpan span, Func<Task<KernelSearchResults<TResult>>> search)
    {
        var ambient = ReferenceEquals(span, LiveSpan.NoOp) ? AmbientSpan.Current : span;
        try
        {
            AmbientSpan.Current = ambient;
            var found = await search().ConfigureAwait(false);
            var record = new RetrievedDocuments<TResult>(span, ambient);
            return new KernelSearchResults<TResult>(RecordedStream.Of(() => record, _ => found.Results), found.TotalCount, found.Metadata);
        }
        catch (Exception exception)
        {
            span.RecordException(exception);
            span.End();
            throw;
        }
    }
}
