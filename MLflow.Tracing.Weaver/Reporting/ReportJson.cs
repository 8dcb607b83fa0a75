using MLflow.Tracing.Weaver.Selection;

namespace MLflow.Tracing.Weaver.Reporting;

/// <summary>The JSON form of a report; <c>docs/configuration.md</c> describes it for users.</summary>
internal static class ReportJson
{
    /// <summary>Writes a report and a final line feed.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writer">Where to; UTF-8 is expected. It is not closed.</param>
    public static void Write(WeavingReport report, TextWriter writer)
    {
        var json = new JsonOutput(writer);
        json.StartObject();
        WriteMembers(report, json);
        json.EndObject();
        writer.Write('\n');
    }

    /// <summary>Writes what a report says into an object that is open.</summary>
    public static void WriteMembers(WeavingReport report, JsonOutput json)
    {
        json.Property("engineVersion", report.EngineVersion);
        json.Property("assembly", report.Assembly);
        json.Property("configurationHash", report.ConfigurationHash);
        WriteSummary(report, json);
        WriteAll(json, "rules", report.Rules, WriteRule);
        WriteDiagnostics(report.Diagnostics, json);
        WriteAll(json, "methods", report.Methods, WriteMethod);
    }

    private static void WriteSummary(WeavingReport report, JsonOutput json)
    {
        json.StartObject("summary");
        json.Property("text", report.Summary(null));
        json.Property("woven", report.CountOf(MethodOutcome.Woven));
        json.Property("types", report.WovenTypes);
        json.Property("skipped", report.CountOf(MethodOutcome.Skipped));
        json.Property("leftOut", report.CountOf(MethodOutcome.LeftOut));
        json.Property("excluded", report.CountOf(MethodOutcome.Excluded));
        json.Property("notAskedFor", report.CountOf(MethodOutcome.NotAskedFor));
        json.Property("tracesLlmCalls", report.TracesLlmCalls);
        json.Property("selectionMs", report.SelectionTime.TotalMilliseconds);
        json.Property("emissionMs", report.EmissionTime.TotalMilliseconds);
        json.EndObject();
    }

    private static void WriteRule(ReportedRule rule, JsonOutput json)
    {
        json.Property("rule", rule.Origin.Text);
        json.Property("file", rule.Origin.File);
        json.Property("line", rule.Origin.Line);
        json.Property("inherited", rule.Origin.IsInherited);
        json.Property("matches", rule.Matches);
    }

    /// <summary>Writes diagnostics as an array.</summary>
    public static void WriteDiagnostics(IReadOnlyList<WeaverDiagnostic> diagnostics, JsonOutput json) => WriteAll(json, "diagnostics", diagnostics, WriteDiagnostic);

    private static void WriteDiagnostic(WeaverDiagnostic diagnostic, JsonOutput json)
    {
        json.Property("id", diagnostic.Id);
        json.Property("severity", CamelCase(diagnostic.Severity.ToString()));
        json.Property("message", diagnostic.Message);
        json.Property("file", diagnostic.File);
        if (diagnostic.Line > 0)
        {
            json.Property("line", diagnostic.Line);
        }
    }

    private static void WriteMethod(ReportedMethod method, JsonOutput json)
    {
        json.Property("namespace", method.Namespace);
        json.Property("type", method.Type);
        json.Property("method", method.Method);
        json.Property("signature", method.Signature);
        json.Property("outcome", CamelCase(method.Outcome.ToString()));
        json.Property("chosenBy", method.ChosenBy);
        if (method.Reason is var (id, text))
        {
            json.StartObject("reason");
            json.Property("id", id);
            json.Property("text", text);
            json.EndObject();
        }

        if (method.Strategy is { } strategy && method.Span is { } span)
        {
            json.Property("strategy", CamelCase(strategy.ToString()));
            WriteSpan(span, json);
        }
    }

    private static void WriteSpan(ReportedSpan span, JsonOutput json)
    {
        json.Property("spanName", span.Name);
        json.Property("spanType", span.SpanType);
        json.Property("captureInputs", span.CaptureInputs);
        json.Property("captureOutputs", span.CaptureOutputs);
        if (span.SamplingRatio is { } ratio)
        {
            json.Property("samplingRatio", ratio);
        }

        if (span.Redacted.Count > 0)
        {
            json.StartArray("redacted");
            foreach (var name in span.Redacted)
            {
                json.Element(name);
            }

            json.EndArray();
        }
    }

    private static void WriteAll<TItem>(JsonOutput json, string name, IReadOnlyList<TItem> items, Action<TItem, JsonOutput> write)
    {
        json.StartArray(name);
        foreach (var item in items)
        {
            json.StartObject();
            write(item, json);
            json.EndObject();
        }

        json.EndArray();
    }

    /// <summary>How the words of an enumeration are written.</summary>
    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
