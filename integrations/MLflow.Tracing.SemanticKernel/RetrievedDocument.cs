using System.Reflection;
using Microsoft.SemanticKernel.Data;

namespace MLflow.Tracing.SemanticKernel;

/// <summary>What a search found, in the shape in which MLflow shows and judges documents of a retriever: <c>page_content</c> and <c>metadata</c>.</summary>
internal static class RetrievedDocument
{
    public static Dictionary<string, object?> Of<TResult>(TResult result) => result switch
    {
        string text => Of(text, name: null, link: null),
        TextSearchResult found => Of(found.Value, found.Name, found.Link),
        _ when Roles<TResult>.Value is { } value => Of(value.GetValue(result), Roles<TResult>.Name?.GetValue(result), Roles<TResult>.Link?.GetValue(result)),
        _ => new() { ["page_content"] = result?.ToString(), ["metadata"] = result },
    };

    private static Dictionary<string, object?> Of(object? text, object? name, object? link)
    {
        var metadata = new Dictionary<string, object?>();
        if (name is not null)
        {
            metadata["name"] = name;
        }

        if (link is not null)
        {
            metadata["doc_uri"] = link;
        }

        return new() { ["page_content"] = text?.ToString(), ["metadata"] = metadata };
    }

    /// <summary>The properties that the library's attributes mark.</summary>
    private static class Roles<TResult>
    {
        public static readonly PropertyInfo? Value = With<TextSearchResultValueAttribute>();
        public static readonly PropertyInfo? Name = With<TextSearchResultNameAttribute>();
        public static readonly PropertyInfo? Link = With<TextSearchResultLinkAttribute>();

        private static PropertyInfo? With<TAttribute>()
            where TAttribute : Attribute
            => typeof(TResult).GetProperties().FirstOrDefault(static property => property.IsDefined(typeof(TAttribute), inherit: true));
    }
}
