using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ForeignCode;

public static class ExtensionsAIScenarios
{
    public static async Task<string> Microsoft_Extensions_AI()
    {
        var output = new List<string>();
        AIFunction weather = AIFunctionFactory.Create(Weather, "weather");
        output.Add(weather.JsonSchema.ToString());
        output.Add(JsonSerializer.Serialize(await weather.InvokeAsync(new AIFunctionArguments { ["city"] = "Oslo", ["days"] = 2 })));

        using IChatClient client = new ChatClientBuilder(new Model())
            .ConfigureOptions(options => options.Temperature = 0.5f)
            .UseFunctionInvocation()
            .Use(async (messages, options, next, token) =>
            {
                output.Add($"{messages.Count()} messages at {options?.Temperature}");
                await next(messages, options, token);
            })
            .Build();
        var chatOptions = new ChatOptions { Tools = [weather] };
        ChatResponse response = await client.GetResponseAsync([new ChatMessage(ChatRole.System, "be brief"), new ChatMessage(ChatRole.User, "weather?")], chatOptions);
        output.AddRange(response.Messages.Select(m => $"{m.Role}: {string.Join(" | ", m.Contents.Select(Describe))}"));
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("stream, please", chatOptions))
        {
            output.Add($"+{update.Text}");
        }

        ChatResponse<Forecast> typed = await client.GetResponseAsync<Forecast>("as JSON");
        output.Add($"{typed.Result}");
        using IEmbeddingGenerator<string, Embedding<float>> embeddings = new EmbeddingGeneratorBuilder<string, Embedding<float>>(new Lengths()).Build();
        output.Add(string.Join(" ", (await embeddings.GenerateVectorAsync("four")).ToArray()));
        try
        {
            await weather.InvokeAsync(new AIFunctionArguments { ["days"] = 1 });
        }
        catch (ArgumentException exception)
        {
            output.Add(exception.Message);
        }

        return string.Join("\n", output);
    }

    [Description("Tells the weather.")]
    private static string Weather([Description("where")] string city, int days = 1) => $"{city}: {days} days of rain";

    private static string Describe(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionCallContent call => $"call {call.Name}({string.Join(", ", call.Arguments!.Select(a => $"{a.Key}={a.Value}"))})",
        FunctionResultContent result => $"result {result.Result}",
        _ => content.GetType().Name,
    };

    public sealed record Forecast(string City, int Degrees);

    private sealed class Model : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatMessage last = messages.Last();
            AIContent answer = last.Text.Contains("JSON", StringComparison.Ordinal) || options?.ResponseFormat is ChatResponseFormatJson ? new TextContent("""{ "city": "Oslo", "degrees": 12 }""")
                : last.Role == ChatRole.Tool ? new TextContent("it rains")
                : new FunctionCallContent("call-1", "weather", new Dictionary<string, object?> { ["city"] = "Bergen" });
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answer])) { ModelId = "local", Usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4 } });
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (string word in new[] { "one ", "two ", "three" })
            {
                await Task.Yield();
                yield return new ChatResponseUpdate(ChatRole.Assistant, word);
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Lengths : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(v => new Embedding<float>(new float[] { v.Length, 1 }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
