using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;

namespace ForeignCode;

public static class OpenAIScenarios
{
    public static async Task<string> OpenAI()
    {
        var output = new List<string>();
        using var http = new HttpClient(new Server(output));
        var client = new OpenAIClient(new ApiKeyCredential("no key"), new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0) });
        ChatClient chat = client.GetChatClient("gpt-local");
        var options = new ChatCompletionOptions
        {
            Temperature = 0.25f,
            Tools = { ChatTool.CreateFunctionTool("add", "adds", BinaryData.FromString("""{ "type": "object", "properties": { "a": { "type": "integer" } } }""")) },
            ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat(),
        };
        ChatMessage[] messages =
        [
            new SystemChatMessage("be brief"),
            new UserChatMessage(ChatMessageContentPart.CreateTextPart("look"), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes([1, 2, 3]), "image/png")),
            new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall("id-1", "add", BinaryData.FromString("{\"a\":1}"))]),
            new ToolChatMessage("id-1", "2"),
        ];
        ChatCompletion completion = await chat.CompleteChatAsync(messages, options);
        output.Add($"{completion.Id} {completion.Model} {completion.FinishReason} {completion.Content[0].Text} {completion.Usage.TotalTokenCount} {completion.CreatedAt:O}");
        output.Add(ModelReaderWriter.Write(completion).ToString());
        await foreach (StreamingChatCompletionUpdate update in chat.CompleteChatStreamingAsync("stream"))
        {
            output.Add($"+{string.Concat(update.ContentUpdate.Select(p => p.Text))} {update.FinishReason}");
        }

        OpenAIEmbedding embedding = client.GetEmbeddingClient("embed-local").GenerateEmbedding("text");
        output.Add(string.Join(" ", embedding.ToFloats().ToArray()));
        OpenAIModelCollection models = client.GetOpenAIModelClient().GetModels();
        output.Add(string.Join(" ", models.Select(m => $"{m.Id} by {m.OwnedBy}")));
        try
        {
            await chat.CompleteChatAsync("fail");
        }
        catch (ClientResultException exception)
        {
            output.Add($"{exception.Status}: {exception.Message}");
        }

        return string.Join("\n", output);
    }

    private sealed class Server(List<string> log) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = request.Content is null ? "" : new StreamReader(request.Content.ReadAsStream(cancellationToken)).ReadToEnd();
            log.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {body}");
            return Answer(request.RequestUri.AbsolutePath, body);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            log.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {body}");
            return Answer(request.RequestUri.AbsolutePath, body);
        }

        private static HttpResponseMessage Answer(string path, string body) => path switch
        {
            "/v1/embeddings" => Reply("""{ "object": "list", "model": "embed-local", "data": [ { "object": "embedding", "index": 0, "embedding": "AACAPwAAAEA=" } ], "usage": { "prompt_tokens": 1, "total_tokens": 1 } }"""),
            "/v1/models" => Reply("""{ "object": "list", "data": [ { "id": "m-1", "object": "model", "created": 1700000000, "owned_by": "us" } ] }"""),
            _ when body.Contains("\"fail\"", StringComparison.Ordinal) => Reply("""{ "error": { "message": "no such model", "type": "invalid", "param": null, "code": "gone" } }""", HttpStatusCode.NotFound),
            _ when body.Contains("\"stream\":true", StringComparison.Ordinal) => Reply(
                "data: " + Chunk("Hel", "null") + "\n\ndata: " + Chunk("lo", "\"stop\"") + "\n\ndata: [DONE]\n\n",
                HttpStatusCode.OK,
                "text/event-stream"),
            _ => Reply("""{ "id": "c-1", "object": "chat.completion", "created": 1700000000, "model": "gpt-local", "choices": [ { "index": 0, "message": { "role": "assistant", "content": "{}", "refusal": null }, "finish_reason": "stop", "logprobs": null } ], "usage": { "prompt_tokens": 5, "completion_tokens": 6, "total_tokens": 11 } }"""),
        };

        private static string Chunk(string text, string finish)
            => "{ \"id\": \"c-2\", \"object\": \"chat.completion.chunk\", \"created\": 1700000000, \"model\": \"gpt-local\", \"choices\": [ { \"index\": 0, \"delta\": { \"content\": \"" + text + "\" }, \"finish_reason\": " + finish + " } ] }";

        private static HttpResponseMessage Reply(string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json")
            => new(status) { Content = new StringContent(body, Encoding.UTF8, type) };
    }
}
