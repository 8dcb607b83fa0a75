using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Redaction;

namespace MLflow.Tracing;

/// <content>What the span will send, for span processors to read, replace and withhold. While processors run, what other threads change is ignored.</content>
public sealed partial class LiveSpan
{
    /// <summary>The span whose processors run on this thread, or whose deferred content is worked out on it: it alone may still be changed after <see cref="SpanState.Open"/>.</summary>
    [ThreadStatic]
    private static LiveSpan? t_processed;

    /// <summary>The inputs as JSON text, as far as they are known now; <see langword="null"/> if there are none. Replaced by <see cref="SetInputs"/>.</summary>
    public string? Inputs => IsMarker ? null : SpanContent.InputsOf(this);

    /// <summary>The outputs as JSON text, as far as they are known now; <see langword="null"/> if there are none. Replaced by <see cref="SetOutputs"/>.</summary>
    public string? Outputs => IsMarker ? null : SpanContent.OutputsOf(this);

    /// <summary>A copy of the attributes that were set: name to JSON text. Replaced by <see cref="SetAttribute"/>.</summary>
    public IReadOnlyDictionary<string, string> Attributes => Read(static (details, _) => SpanContent.AttributesOf(details), EmptyDictionary.OfStrings);

    /// <summary>
    /// A copy of the events: the items of a traced sequence (<c>mlflow.chunk.item.…</c>), those that were added, and the exception (<c>exception</c>,
    /// with <c>exception.type</c>, <c>exception.message</c> and <c>exception.stacktrace</c>). Replaced by <see cref="ReplaceEvents"/>.
    /// </summary>
    public IReadOnlyList<SpanEvent> Events => Read<IReadOnlyList<SpanEvent>>(static (details, trace) => SpanContent.EventsOf(details, trace, isFinal: false), []);

    /// <summary>A copy of the references to other spans. Replaced by <see cref="ReplaceLinks"/>.</summary>
    public IReadOnlyList<SpanLink> Links => Read<IReadOnlyList<SpanLink>>(static (details, _) => [.. details.Links], []);

    /// <summary>The outcome as it was set, or as the exception has it; <see cref="SpanStatusCode.Unset"/> while the end decides. Replaced by <see cref="SetStatus"/>.</summary>
    public SpanStatus Status => Read(static (details, _) => details.Status ?? default, default);

    /// <summary>Its name for a complaint about it: not one that no processor has seen.</summary>
    internal string ReportableName => Details is { Name: not null } && _trace.Runtime.HasProcessors ? SpanId : Name;

    /// <summary>Takes an attribute away.</summary>
    /// <param name="key">The name.</param>
    /// <returns>Whether there was one.</returns>
    public bool RemoveAttribute(string key)
    {
        var isRemoved = false;
        Change(details => isRemoved = key is not null && details.RemoveAttribute(key));
        return isRemoved;
    }

    /// <summary>Puts other events in place of all that there are, the exception and the items of a sequence included.</summary>
    /// <param name="events">The events; their attributes are JSON text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="events"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">The name or the attributes of one are null, an attribute has no name or no value, or a time is negative.</exception>
    /// <example>
    /// <code>
    /// Mlflow.ConfigureSpanProcessors(onEnd: [span => span.ReplaceEvents(span.Events.Where(happening => happening.Name != "exception"))]);
    /// </code>
    /// </example>
    public void ReplaceEvents(IEnumerable<SpanEvent> events)
    {
        List<SpanEvent> replacement = [.. (events ?? throw new ArgumentNullException(nameof(events))).Select(static happening => RecordedArguments.Event(happening, nameof(events)))];
        Change(details => details.ReplaceEvents(replacement));
    }

    /// <summary>Puts other references in place of all that there are.</summary>
    /// <param name="links">The references; their attributes are JSON text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="links"/> or one of them is null.</exception>
    /// <exception cref="ArgumentException">One is not what <see cref="AddLink"/> takes.</exception>
    public void ReplaceLinks(IEnumerable<SpanLink> links)
    {
        List<SpanLink> replacement = [.. (links ?? throw new ArgumentNullException(nameof(links))).Select(static link => RecordedArguments.Link(link, nameof(links)))];
        Change(details => details.ReplaceLinks(replacement));
    }

    /// <summary>
    /// Passes every text that the span sends through a function: name, type, status message, and in inputs, outputs, attributes, events and
    /// links every text value and every name, also those of JSON inside a text. JSON stays JSON. Names that begin with <c>mlflow.</c> stay.
    /// </summary>
    /// <param name="rewrite">Gets a text and returns what to send in its place. What it throws comes out, and nothing is changed then.</param>
    /// <exception cref="ArgumentNullException"><paramref name="rewrite"/> is null.</exception>
    /// <example>
    /// <code>
    /// Mlflow.ConfigureSpanProcessors(onEnd: [span => span.RewriteTexts(text => text.Replace(Environment.MachineName, "HOST"))]);
    /// </code>
    /// </example>
    public void RewriteTexts(Func<string, string> rewrite) => Rewrite(new FunctionRule(rewrite ?? throw new ArgumentNullException(nameof(rewrite))));

    /// <summary>
    /// Takes away what the span says beyond its structure: inputs, outputs, messages and stack traces of exceptions, values of events and links,
    /// items of sequences, and all attributes but token usage, model, provider and the like (listed in <c>docs/privacy.md</c>).
    /// Names, type, times and outcome stay. What is recorded afterwards is sent.
    /// </summary>
    /// <example>
    /// <code>
    /// Mlflow.Init(configure: options => options.SpanProcessors.Add(span =>
    /// {
    ///     if (span.Name == "login")
    ///     {
    ///         span.WithholdContent();
    ///     }
    /// }));
    /// </code>
    /// </example>
    public void WithholdContent() => Withhold(keepsNames: true);

    /// <summary>Applies a rule to all that the span sends. Everything is computed before anything is changed: a rule that throws leaves the span as it was.</summary>
    internal void Rewrite(ContentRule rule) => Change(details =>
    {
        var name = JsonRewriter.RewriteText(Name, rule);
        var type = JsonRewriter.RewriteText(SpanType, rule);
        var inputs = JsonOrNothing(Inputs, rule);
        var outputs = JsonOrNothing(Outputs, rule);
        var attributes = Json(SpanContent.AttributesOf(details), rule);
        List<SpanEvent> events =
        [
            .. SpanContent.EventsOf(details, _trace, isFinal: false)
                .Select(happening => happening with { Name = NamedValues.IsReserved(happening.Name) ? happening.Name : rule.Rewrite(happening.Name), Attributes = Json(happening.Attributes, rule) }),
        ];
        List<SpanLink> links = [.. details.Links.Select(link => link with { Attributes = Json(link.Attributes, rule) })];
        var status = details.Status is { } set ? set with { Message = JsonRewriter.RewriteText(set.Message ?? string.Empty, rule) } : details.Status;

        details.Name = name == _site.Name ? null : name;
        details.SpanType = type == _site.SpanType ? null : type;
        ReplaceValues(details, inputs, outputs);
        details.ReplaceAttributes(attributes);
        details.ReplaceEvents(events);
        details.ReplaceLinks(links);
        details.Status = status;
    });

    /// <summary>Takes away the content, and if asked to, every text that did not come with the woven method.</summary>
    internal void Withhold(bool keepsNames) => Change(details =>
    {
        var events = SpanContent.EventsOf(details, _trace, isFinal: false);
        if (details.Status is { } status)
        {
            details.Status = ContentFree.Of(status, events);
        }

        ReplaceValues(details, default, default);
        details.ReplaceAttributes(SpanContent.AttributesOf(details).Where(pair => keepsNames && ContentFree.Keeps(pair.Key)));
        details.ReplaceEvents([.. events.Where(happening => keepsNames || happening.Name == ExceptionRecord.EventName).Select(ContentFree.Of)]);
        details.ReplaceLinks([.. details.Links.Select(ContentFree.Of)]);
        if (!keepsNames)
        {
            details.Name = null;
            details.SpanType = null;
        }
    });

    private static CapturedValue JsonOrNothing(string? json, ContentRule rule) => json is null ? default : CapturedValue.Json(JsonRewriter.Rewrite(json, rule));

    private static Dictionary<string, string> Json(IReadOnlyDictionary<string, string> attributes, ContentRule rule)
        => NamedValues.Rewrite(attributes, rule, JsonText.Of(ContentRule.StandIn), json => JsonRewriter.Rewrite(json, rule));

    /// <summary>Puts inputs and outputs in place of everything they were made from, so that nothing of it can be reached any more.</summary>
    private void ReplaceValues(SpanDetails details, CapturedValue inputs, CapturedValue outputs)
    {
        details.ReplaceValues(inputs, outputs);
        ReleaseArguments();
        if (ReadState() > SpanState.Open)
        {
            _result = default; // before the end it may be written at this moment
        }
    }

    /// <summary>Leaves to be worked out later, and after the end, what a span has seen.</summary>
    internal void Defer(IDeferredContent content) => Change(content, static (details, content) => details.Deferred = content);

    /// <summary>Works out what was deferred, once the span has ended. Whoever reads the span does so first.</summary>
    internal void Settle()
    {
        if (Details is not { Deferred: not null } details || !(HasEnded || ReferenceEquals(t_processed, this)))
        {
            return;
        }

        lock (details)
        {
            if (details.Deferred is { } content)
            {
                details.Deferred = null;
                var outer = t_processed;
                t_processed = this;
                try
                {
                    content.AddTo(this);
                }
                finally
                {
                    t_processed = outer;
                }
            }
        }
    }

    private void RunProcessors()
    {
        var outer = t_processed;
        t_processed = this;
        try
        {
            Settle();
            var runtime = _trace.Runtime;
            runtime.RunProcessors(this);
            if (!runtime.Capture.RecordsContent)
            {
                WithholdContent();
            }
        }
        finally
        {
            t_processed = outer;
        }
    }

    private T Read<T>(Func<SpanDetails, ActiveTrace, T> read, T nothing)
    {
        Settle();
        if (Details is not { } details || IsMarker)
        {
            return nothing;
        }

        lock (details)
        {
            return read(details, _trace);
        }
    }
}
