using Newtonsoft.Json.Linq;

namespace MLflow.Tracing.Tests.Scenarios;

/// <summary>Something that this library says otherwise on purpose; <c>docs/parity.md</c> says why.</summary>
/// <param name="Where">The JSON path of an object of the recorded meaning.</param>
/// <param name="Member">The member of it that differs.</param>
/// <param name="Ours">What is said here; <see langword="null"/> means nothing.</param>
internal sealed record Difference(string Where, string Member, JToken? Ours)
{
    /// <summary>A status message begins with the exception's name, and the event has the full one.</summary>
    public static Difference[] Thrown(string span, Exception exception) =>
    [
        new(span, "message", $"{exception.GetType().Name}: {exception.Message}"),
        new($"{span}.events[0].attributes", "exception.type", exception.GetType().FullName),
    ];

    /// <summary>Another value, and hence another preview.</summary>
    public static Difference[] Outputs(int trace, JToken ours, string preview) => [new($"[{trace}].spans[0]", "outputs", ours), new($"[{trace}]", "response_preview", preview)];

    /// <inheritdoc cref="Outputs"/>
    public static Difference[] Inputs(int trace, JToken ours, string preview) => [new($"[{trace}].spans[0]", "inputs", ours), new($"[{trace}]", "request_preview", preview)];

    /// <summary>Puts it into the recorded meaning. One that is none any more is an error.</summary>
    public void ApplyTo(JArray recorded)
    {
        var found = recorded.SelectToken(Where) as JObject ?? throw new AssertFailedException($"no object '{Where}' in\n{recorded}");
        Assert.IsFalse(JToken.DeepEquals(found[Member], Ours), $"'{Member}' of '{Where}' does not differ: {found[Member]}");
        if (Ours is null)
        {
            found.Remove(Member);
        }
        else
        {
            found[Member] = Ours;
        }
    }
}
