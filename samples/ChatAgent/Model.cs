using System.ClientModel;
using Microsoft.Extensions.AI;
using MLflow.Tracing;
using OpenAI;
using OpenAI.Chat;
using VendorSimulator;

namespace ChatAgent;

/// <summary>The language model: any endpoint that speaks as OpenAI does, named by OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL; else a simulator that knows one conversation.</summary>
internal sealed class Model : IAsyncDisposable
{
    private readonly Simulator? _simulator;

    private Model(Uri address, string key, string name, Simulator? simulator)
    {
        _simulator = simulator;
        var options = new OpenAIClientOptions { Endpoint = address }.UseMlflowTracing(); // each call, as the vendor sees it
        Client = new ChatClient(name, new ApiKeyCredential(key), options).AsIChatClient().AsBuilder()
            .UseMlflowTracing() // each turn, and each tool
            .UseFunctionInvocation()
            .Build();
    }

    public IChatClient Client { get; }

    public static async Task<Model> FromEnvironmentAsync()
    {
        var (address, key, name) = (Setting("OPENAI_BASE_URL"), Setting("OPENAI_API_KEY"), Setting("OPENAI_MODEL") ?? "gpt-4o-mini");
        if ((address ?? key) is not null)
        {
            return new Model(new Uri(address ?? "https://api.openai.com/v1"), key ?? "none", name, simulator: null);
        }

        var simulator = await Simulator.StartAsync();
        string[] conversation = ["openai-chat.sse", "openai-chat-final.sse", "openai-chat-final.sse"];
        foreach (var answer in conversation)
        {
            simulator.AnswerNext(Answer.Of(answer));
        }

        return new Model(new Uri(simulator.Address, "/v1"), "none", name, simulator);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
