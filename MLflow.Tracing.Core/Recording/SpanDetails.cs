using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording.Sequences;

namespace MLflow.Tracing.Recording;

/// <summary>What few spans have: allocated on first need, so that a plain woven span stays small. Lock the instance to read or change it.</summary>
internal sealed class SpanDetails
{
    /// <summary>An entry of a dictionary or a list, and a small object that it refers to.</summary>
    private const int EstimatedBytesOfPart = 100;

    /// <summary>A stack trace has a few kilobytes.</summary>
    private const int ExceptionParts = 20;

    private Dictionary<string, CapturedValue>? _attributes;
    private List<SpanEvent>? _events;
    private List<SpanLink>? _links;
    private List<KeyValuePair<string, CapturedValue>>? _exitValues;

    /// <summary>The name, if it is not the site's.</summary>
    public string? Name { get; set; }

    /// <summary>The type, if it is not the site's.</summary>
    public string? SpanType { get; set; }

    /// <summary>Inputs set by hand; they replace the arguments.</summary>
    public CapturedValue Inputs { get; set; }

    /// <summary>Outputs set by hand; they replace the result.</summary>
    public CapturedValue Outputs { get; set; }

    /// <summary>What a traced sequence has yielded.</summary>
    public RecordedItems? Items { get; set; }

    /// <summary>Whether the items are among the events, too.</summary>
    public bool ShowsItems { get; private set; } = true;

    /// <summary>Whether the arguments are not sent, whether or not <see cref="Inputs"/> stand in their place.</summary>
    public bool HidesArguments { get; private set; }

    /// <summary>Whether it is the record of a call to a language model.</summary>
    public bool IsModelCall { get; set; }

    /// <summary>What is still to be worked out of what the span has seen.</summary>
    public IDeferredContent? Deferred { get; set; }

    /// <summary>A status set by hand or by an exception; otherwise a span that ends is OK.</summary>
    public SpanStatus? Status { get; set; }

    /// <summary>The last exception that left the spanned code.</summary>
    public ExceptionRecord? Exception { get; set; }

    /// <summary>When it did: a monotonic reading.</summary>
    public long ExceptionTimestamp { get; set; }

    /// <summary>What was ambient before a span that was made ambient by hand, until it is disposed.</summary>
    public OuterFrame? OuterOfActive { get; set; }

    /// <summary>What was ambient before a scope that records nothing.</summary>
    public OuterSpan? OuterOfDisabled { get; set; }

    /// <summary>A start given by hand: nanoseconds since the Unix epoch.</summary>
    public long? StartUnixNs { get; set; }

    /// <summary>An end given by hand: nanoseconds since the Unix epoch.</summary>
    public long? EndUnixNs { get; set; }

    /// <summary>A level set by hand.</summary>
    public SpanLogLevel? LogLevel { get; set; }

    /// <summary>The span of another process that a marker stands for.</summary>
    public PropagatedContext? RemoteContext { get; set; }

    public IReadOnlyCollection<KeyValuePair<string, CapturedValue>> Attributes => _attributes ?? [];

    /// <summary>What the method's parameters by reference referred to when it returned, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, CapturedValue>> ExitValues => _exitValues ?? [];

    public IReadOnlyList<SpanEvent> Events => _events ?? [];

    public IReadOnlyList<SpanLink> Links => _links ?? [];

    public void SetAttribute(string key, CapturedValue value)
        => (_attributes ??= new Dictionary<string, CapturedValue>(StringComparer.Ordinal))[key] = value;

    public bool TryGetAttribute(string key, out CapturedValue value)
    {
        value = default;
        return _attributes is not null && _attributes.TryGetValue(key, out value);
    }

    public void SetExitValue(string parameter, CapturedValue value)
        => (_exitValues ??= []).Add(new KeyValuePair<string, CapturedValue>(parameter, value));

    public void AddEvent(SpanEvent item) => (_events ??= []).Add(item);

    public void AddLink(SpanLink item) => (_links ??= []).Add(item);

    public bool RemoveAttribute(string key) => _attributes is not null && _attributes.Remove(key);

    /// <summary>Puts inputs and outputs, or nothing, in place of everything they were made from.</summary>
    public void ReplaceValues(CapturedValue inputs, CapturedValue outputs)
    {
        HidesArguments = true;
        Inputs = inputs;
        Outputs = outputs;
        Items = null;
        _exitValues = null;
    }

    /// <summary>Puts other attributes, as JSON text, in place of all.</summary>
    public void ReplaceAttributes(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        Dictionary<string, CapturedValue> replacement = new(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            replacement[attribute.Key] = CapturedValue.Json(attribute.Value);
        }

        _attributes = replacement.Count > 0 ? replacement : null;
    }

    /// <summary>Puts other events in place of all, the items and the exception included.</summary>
    public void ReplaceEvents(List<SpanEvent> events)
    {
        _events = events;
        ShowsItems = false;
        Exception = null;
    }

    public void ReplaceLinks(List<SpanLink> links) => _links = links;

    /// <summary>Roughly the bytes that it keeps alive.</summary>
    public long EstimateBytes()
    {
        lock (this)
        {
            long characters = Inputs.HeldCharacters + Outputs.HeldCharacters + (Items?.HeldCharacters ?? 0);
            foreach (var attribute in _attributes ?? [])
            {
                characters += attribute.Value.HeldCharacters;
            }

            foreach (var value in ExitValues)
            {
                characters += value.Value.HeldCharacters;
            }

            foreach (var attribute in Events.SelectMany(static happening => happening.Attributes))
            {
                characters += attribute.Value.Length;
            }

            var parts = 2 + Attributes.Count + ExitValues.Count + Events.Count + Links.Count + (Exception is null ? 0 : ExceptionParts);
            return (parts * EstimatedBytesOfPart) + (characters * sizeof(char)) + (Deferred?.HeldBytes ?? 0);
        }
    }

    /// <summary>Lets go of what was captured, once the trace was delivered.</summary>
    public void ReleaseValues()
    {
        lock (this)
        {
            Deferred?.Discard();
            Deferred = null;
            Inputs = default;
            Outputs = default;
            Exception = null;
            Items = null;
            _attributes = null;
            _events = null;
            _exitValues = null;
        }
    }

    /// <summary>What was ambient: a span or nothing.</summary>
    internal sealed record OuterSpan(LiveSpan? Span);

    /// <summary>What was ambient, and how to put it back.</summary>
    internal sealed record OuterFrame(AmbientFrame Frame);
}
