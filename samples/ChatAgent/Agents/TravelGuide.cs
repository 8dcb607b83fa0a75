using ChatAgent.Tools;
using Microsoft.Extensions.AI;

namespace ChatAgent.Agents;

/// <summary>Answers what travellers ask, with the help of its tools, and remembers what was said.</summary>
public sealed class TravelGuide(IChatClient model)
{
    private readonly List<ChatMessage> _said = [new(ChatRole.System, "You guide travellers. Be brief.")];

    private readonly ChatOptions _options = new()
    {
        Tools =
        [
            AIFunctionFactory.Create(Almanac.WeatherIn, "weather", "What the weather is like in a city."),
            AIFunctionFactory.Create(static () => "12:00", "time", "What time it is."),
        ],
    };

    public async IAsyncEnumerable<string> AnswerAsync(string question)
    {
        _said.Add(new ChatMessage(ChatRole.User, question));
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in model.GetStreamingResponseAsync(_said, _options))
        {
            updates.Add(update);
            if (update.Text.Length > 0)
            {
                yield return update.Text;
            }
        }

        _said.AddMessages(updates);
    }
}
