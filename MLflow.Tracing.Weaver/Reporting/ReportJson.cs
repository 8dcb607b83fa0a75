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
        json.Property("engineVersion", report.EngineVersion);
        json.Property("assembly", report.Assembly);
        json.Property("configurationHash", report.ConfigurationHash);
        WriteSummary(report, json);
        WriteAll(json, "rules", report.Rules, WriteRule);
        WriteAll(json, "diagnostics", report.Diagnostics, WriteDiagnostic);
        WriteAll(json, "methods", report.Methods, WriteMethod);
        json.EndObject();
        writer.Write('\n');
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

    private static void WriteMethod(MethodVerdict verdict, JsonOutput json)
    {
        var type = verdict.Method.DeclaringType;
        json.Property("namespace", DeclaredNames.NamespaceOf(type));
        json.Property("type", DeclaredNames.TypeNameOf(type));
        json.Property("method", DeclaredNames.MemberNameOf(verdict.Method));
        json.Property("signature", verdict.Method.FullName);
        json.Property("outcome", CamelCase(verdict.Outcome.ToString()));
        json.Property("chosenBy", verdict.Origin?.Description);
        WriteReason(verdict, json);
        if (verdict.Strategy is { } strategy && verdict.Span is { } span)
        {
            json.Property("strategy", CamelCase(strategy.ToString()));
            json.Property("spanName", span.Name);
            json.Property("spanType", span.SpanType);
            json.Property("captureInputs", span.CaptureInputs);
            json.Property("captureOutputs", span.CaptureOutputs);
            if (span.SamplingRatio is { } ratio)
            {
                json.Property("samplingRatio", ratio);
            }

            WriteRedaction(verdict, span, json);
        }
    }

    private static void WriteReason(MethodVerdict verdict, JsonOutput json)
    {
        var (id, text) = verdict switch
        {
            { SkipReason: { } reason } => (reason.Id, reason.Text),
            { LeftOutReason: { } reason } => (reason.Id, reason.Text),
            _ => (null, null),
        };
        if (id is not null)
        {
            json.StartObject("reason");
            json.Property("id", id);
            json.Property("text", text);
            json.EndObject();
        }
    }

    private static void WriteRedaction(MethodVerdict verdict, SpanDefinition span, JsonOutput json)
    {
        if (span.RedactedParameters.Count == 0 && !span.RedactResult)
        {
            return;
        }

        json.StartArray("redacted");
        foreach (var index in span.RedactedParameters)
        {
            json.Element(verdict.Method.Parameters[index].Name);
        }

        if (span.RedactResult)
        {
            json.Element("return");
        }

        json.EndArray();
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

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
