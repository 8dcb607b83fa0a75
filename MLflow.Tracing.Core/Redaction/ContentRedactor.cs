using MLflow.Tracing.Model;

namespace MLflow.Tracing.Redaction;

/// <summary>Applies a rule to every text of a span, and to what the program said about its trace.</summary>
internal sealed class ContentRedactor(ContentRule rule) : RedactingProcessor
{
    /// <summary>A finished trace's previews, tags, metadata and client request id as the rule wants them.</summary>
    public TraceInfo Redact(TraceInfo info) => info with
    {
        ClientRequestId = Text(info.ClientRequestId),
        RequestPreview = Text(info.RequestPreview),
        ResponsePreview = Text(info.ResponsePreview),
        Metadata = Texts(info.Metadata, ContentFree.IsFact),
        Tags = Texts(info.Tags, static _ => false),
    };

    protected override void Redact(LiveSpan span) => span.Rewrite(rule);

    private string? Text(string? text) => text is null ? null : JsonRewriter.RewriteText(text, rule);

    private Dictionary<string, string> Texts(IReadOnlyDictionary<string, string> texts, Func<string, bool> isFact)
    {
        var rewritten = NamedValues.Rewrite(texts.Where(pair => !isFact(pair.Key)), rule, ContentRule.StandIn, text => JsonRewriter.RewriteText(text, rule));
        foreach (var pair in texts.Where(pair => isFact(pair.Key)))
        {
            rewritten[pair.Key] = pair.Value;
        }

        return rewritten;
    }
}
