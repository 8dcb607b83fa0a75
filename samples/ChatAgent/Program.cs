using ChatAgent.Agents;
using MLflow.Tracing;

namespace ChatAgent;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        Mlflow.Init(configure: static options => options.Console = true);
        await using var model = await Model.FromEnvironmentAsync();
        var guide = new TravelGuide(model.Client);

        var conversation = $"chat-agent-{Guid.NewGuid():N}";
        foreach (var question in args.Length > 0 ? args : ["What is it like in Zürich just now?", "And in one sentence?"])
        {
            Console.WriteLine($"Question: {question}");
            using (Mlflow.TracingContext(sessionId: conversation))
            {
                await foreach (var piece in guide.AnswerAsync(question))
                {
                    Console.Write(piece);
                }
            }

            Console.WriteLine(Environment.NewLine);
        }
    }
}
