using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MLflow.Tracing.Weaver.Configuration;

/// <summary>
/// A fingerprint of everything that shapes a woven assembly: the engine and the effective rules and defaults.
/// Where a rule was written and whether a report was asked for are no part of it.
/// </summary>
internal static class ConfigurationHash
{
    /// <summary>SHA-256 in lower-case hexadecimal digits; the same on every machine for the same configuration and engine.</summary>
    public static string Compute(WeaverConfiguration configuration, string engineVersion)
    {
        var text = new StringBuilder();
        Append(text, "engine", engineVersion);
        Append(text, "defaults", configuration.Defaults.TrackingUri, configuration.Defaults.ExperimentId, configuration.Defaults.ExperimentName);
        if (configuration.TraceLlmCalls)
        {
            Append(text, "llmCalls");
        }

        Append(text, "exceptions", configuration.Exceptions.ToString());
        foreach (var rule in configuration.Includes)
        {
            var settings = rule.Settings;
            Append(text, "include", settings.SpanType, settings.Name, Text(settings.CaptureInputs), Text(settings.CaptureOutputs), Text(settings.ObserveFaults));
            if (settings.SamplingRatio is { } ratio)
            {
                Append(text, "samplingRatio", ratio.ToString("R", CultureInfo.InvariantCulture));
            }

            if (rule.Members is not null)
            {
                Append(text, ["members", .. rule.Members.OrderBy(static member => member, StringComparer.Ordinal)]);
            }

            Append(text, rule.Target);
        }

        foreach (var rule in configuration.Excludes)
        {
            Append(text, "exclude");
            Append(text, rule.Target);
        }

        foreach (var rule in configuration.Redactions)
        {
            Append(text, "redact", rule.Parameter.Text);
            Append(text, rule.Target);
        }

        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())).Select(static value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static void Append(StringBuilder text, RuleTarget target)
        => Append(text, "target", target.Namespace?.Text, target.Type?.Text, target.Method?.Text, ((int)target.Visibility).ToString(CultureInfo.InvariantCulture));

    // Lengths stand before the values, so that no two configurations give the same text.
    private static void Append(StringBuilder text, params string?[] values)
    {
        foreach (var value in values)
        {
            text.Append(value is null ? "-" : value.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(value).Append(' ');
        }

        text.Append('\n');
    }

    private static string? Text(bool? value) => value is null ? null : value.Value ? "true" : "false";
}
