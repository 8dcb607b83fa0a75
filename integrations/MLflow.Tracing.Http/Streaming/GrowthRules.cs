using System.Text.Json;

namespace MLflow.Tracing.Http.Streaming;

/// <summary>Which members of a streamed answer grow, and how; all others are <see cref="Growth.Replaced"/>.</summary>
internal sealed class GrowthRules(params GrowthRules.Rule[] rules)
{
    /// <summary>The rule for the name that the reader is on.</summary>
    public Rule? Of(ref Utf8JsonReader reader)
    {
        foreach (var rule in rules)
        {
            if (reader.ValueTextEquals(rule.Name))
            {
                return rule;
            }
        }

        return null;
    }

    public sealed class Rule(string name, Growth growth, string? writtenName = null)
    {
        private readonly byte[] _name = System.Text.Encoding.UTF8.GetBytes(name);
        private readonly byte[] _writtenName = System.Text.Encoding.UTF8.GetBytes(writtenName ?? name);

        public ReadOnlySpan<byte> Name => _name;

        /// <summary>What it is called in an answer that is not streamed.</summary>
        public ReadOnlySpan<byte> WrittenName => _writtenName;

        public Growth Growth => growth;
    }
}
