using System.Text;

namespace Quickstart.Agents;

/// <summary>What the agent has to say: text, the facts its tools found, and where the text comes from.</summary>
internal sealed record Answer(string Text, IReadOnlyList<string> Facts, IReadOnlyList<string> Sources)
{
    public override string ToString()
    {
        var lines = new StringBuilder().Append("Answer: ").Append(Text);
        foreach (var fact in Facts)
        {
            lines.AppendLine().Append("Fact: ").Append(fact);
        }

        foreach (var source in Sources)
        {
            lines.AppendLine().Append("Source: ").Append(source);
        }

        return lines.ToString();
    }
}
