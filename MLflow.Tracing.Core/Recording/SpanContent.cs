using System.Text;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;

namespace MLflow.Tracing.Recording;

/// <summary>What a span sends, as JSON text: for its processors and for the assembled trace alike.</summary>
internal static class SpanContent
{
    public static string? InputsOf(LiveSpan live)
    {
        live.Settle();
        if (live.Details is { } details)
        {
            lock (details)
            {
                if (!details.Inputs.IsEmpty || details.HidesArguments)
                {
                    return details.Inputs.IsEmpty ? null : details.Inputs.ToJson();
                }
            }
        }

        var names = live.Site.ParameterNames;
        if (live.Site.WithholdsInputs)
        {
            return null;
        }

        return JsonObject(names.Select((name, index) => new KeyValuePair<string, CapturedValue>(name, live.Argument(index))).Where(member => !member.Value.IsEmpty));
    }

    public static string? OutputsOf(LiveSpan live)
    {
        live.Settle();
        if (live.Details is not { } details)
        {
            return live.Result.IsEmpty ? null : live.Result.ToJson();
        }

        lock (details)
        {
            return !details.Outputs.IsEmpty ? details.Outputs.ToJson()
                : details.ExitValues.Count > 0 ? WithExitValues(live.Result, details)
                : !live.Result.IsEmpty ? live.Result.ToJson()
                : details.Items?.ToJson();
        }
    }

    /// <summary>The items of a sequence, what happened, and the exception.</summary>
    /// <param name="details">Locked.</param>
    /// <param name="trace">The span's trace.</param>
    /// <param name="isFinal">Whether the exception has passed every frame it will pass; before that its stack trace still grows.</param>
    public static List<SpanEvent> EventsOf(SpanDetails details, ActiveTrace trace, bool isFinal)
    {
        List<SpanEvent> events = [.. details.ShowsItems ? details.Items?.ToEvents(trace.ToUnixNs) ?? [] : [], .. details.Events];
        if (details.Exception is { } exception)
        {
            events.Add(exception.ToEvent(trace.ToUnixNs(details.ExceptionTimestamp), isFinal));
        }

        return events;
    }

    /// <summary>The attributes that the program set.</summary>
    /// <param name="details">Locked.</param>
    public static Dictionary<string, string> AttributesOf(SpanDetails details)
        => details.Attributes.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToJson(), StringComparer.Ordinal);

    // `return` cannot be the name of a parameter.
    private static string WithExitValues(CapturedValue result, SpanDetails details)
    {
        var values = details.ExitValues;
        return JsonObject(result.IsEmpty ? values : values.Prepend(new KeyValuePair<string, CapturedValue>("return", result)));
    }

    private static string JsonObject(IEnumerable<KeyValuePair<string, CapturedValue>> members)
    {
        var json = new StringBuilder("{");
        foreach (var member in members)
        {
            json.Append(json.Length > 1 ? "," : string.Empty).Append(JsonText.Of(member.Key)).Append(':');
            member.Value.AppendJson(json);
        }

        return json.Append('}').ToString();
    }
}
