namespace Chat;

/// <summary>Looks up what a message is about, in another service. A model would go on from there.</summary>
internal sealed class Assistant(HttpClient retriever)
{
    public async Task<string> ReplyAsync(string text, CancellationToken cancellation)
    {
        var topic = text.Trim('?', '.', '!').Split(' ')[^1];
        return await retriever.GetStringAsync($"passages/{Uri.EscapeDataString(topic)}", cancellation);
    }
}
