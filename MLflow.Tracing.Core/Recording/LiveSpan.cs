using System.Globalization;
using MLflow.Tracing.Capture;
using MLflow.Tracing.Model;
using MLflow.Tracing.Recording;
using MLflow.Tracing.Woven;

namespace MLflow.Tracing;

/// <summary>
/// A span under way: one unit of work of a trace. Thread-safe; no member throws because of tracing itself.
/// </summary>
/// <remarks>
/// After its end, and on the no-op span that is handed out while tracing is off, changes are ignored.
/// What JSON has no place for is sent as text: NaN and the infinities; of half a surrogate pair the replacement character (U+FFFD) is sent.
/// It ends once: by <see cref="End()"/>, by <see cref="Dispose"/>, or by the runtime when its trace is delivered first.
/// </remarks>
/// <example>
/// <code>
/// using var span = Mlflow.StartActiveSpan("answer", SpanType.ChatModel, inputs: new { question });
/// span.SetModel("gpt-4.1-mini", "openai");
/// span.SetOutputs(await CallModelAsync(question));
/// span.SetTokenUsage(inputTokens: 120, outputTokens: 40);
/// </code>
/// </example>
public sealed partial class LiveSpan : IDisposable
{
    private readonly ActiveTrace _trace;
    private readonly LiveSpan? _parent;
    private readonly TraceSite _site;
    private readonly ulong _id;
    private SpanDetails? _details;
    private int _state;

    // Written by the woven call alone: the arguments before the span starts, the result by whoever won the right to end it.
    private CapturedValue _argument0;
    private CapturedValue _argument1;
    private CapturedValue[]? _moreArguments;
    private CapturedValue _result;

    internal LiveSpan(ActiveTrace trace, LiveSpan? parent, TraceSite site, ulong id)
    {
        _trace = trace;
        _parent = parent;
        _site = site;
        _id = id;
    }

    /// <summary>What is ambient inside a trace that is not recorded: its presence costs each call one check.</summary>
    internal static LiveSpan Suppressed { get; } = CreateMarker();

    /// <summary>Handed out by the facade while nothing is recorded.</summary>
    internal static LiveSpan NoOp { get; } = CreateMarker();

    /// <summary>The trace's id: <c>tr-</c> and 32 lowercase hexadecimal digits, in Unity Catalog <c>trace:/LOCATION/</c> before them; empty on the no-op span.</summary>
    public string TraceId => IsMarker ? string.Empty : _trace.Id;

    /// <summary>16 lowercase hexadecimal digits; empty on the no-op span.</summary>
    public string SpanId => IsMarker ? string.Empty : _id.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The parent's span id, which may be a span of another process; <see langword="null"/> for a root.</summary>
    public string? ParentId => _parent is not null ? _parent.SpanId
        : _trace is { IsPart: true } ? _trace.RemoteParentId.ToString("x16", CultureInfo.InvariantCulture)
        : null;

    /// <summary>Whether it is recorded; false on the no-op span and after the end.</summary>
    public bool IsRecording => !IsMarker && (ReadState() <= SpanState.Open || ReferenceEquals(t_processed, this));

    /// <summary>The name.</summary>
    public string Name => Details is { Name: { } name } ? name : _site.Name;

    /// <summary>The type: one of <see cref="MLflow.Tracing.SpanType"/> or any other text.</summary>
    public string SpanType
    {
        get => Details is { SpanType: { } type } ? type : _site.SpanType;
        set => Change(value ?? throw new ArgumentNullException(nameof(value)), static (details, type) => details.SpanType = type);
    }

    internal ActiveTrace Trace => _trace;

    internal LiveSpan? Parent => _parent;

    internal TraceSite Site => _site;

    internal ulong Id => _id;

    /// <summary>The span that was started in this trace before this one; for the root, see <see cref="ActiveTrace"/>.</summary>
    internal LiveSpan? Older { get; set; }

    /// <summary>Its place in the order of starts, from 1.</summary>
    internal int Index { get; set; }

    /// <summary>Whether it is the record of a call to a language model, see <see cref="ModelCalls"/>.</summary>
    internal bool IsModelCall
    {
        get => Details is { IsModelCall: true };
        set => Change(value, static (details, value) => details.IsModelCall = value);
    }

    internal long StartTimestamp { get; private set; }

    internal long EndTimestamp { get; private set; }

    internal bool IsMarker => _trace is null;

    /// <summary>The span of another process that this marker stands for.</summary>
    internal PropagatedContext? RemoteContext => Details?.RemoteContext;

    /// <summary>Whether nothing is recorded below it: a marker, unless it stands for a span that another process records.</summary>
    internal bool IsSuppressing => IsMarker && RemoteContext is not { Parent.IsRecorded: true };

    internal bool HasEnded => ReadState() == SpanState.Ended;

    internal SpanDetails? Details => Volatile.Read(ref _details);

    /// <summary>How much of its inputs and outputs is recorded; of one that is recorded.</summary>
    internal CapturePolicy Policy => IsModelCall ? _trace.Runtime.Capture.ForModelCalls : _trace.Runtime.Capture;

    internal CapturedValue Result => _result;

    /// <summary>Makes a span that stands for something else than a span.</summary>
    internal static LiveSpan CreateMarker() => new(null!, null, TraceSite.ByHand, 0) { _state = (int)SpanState.Ended };

    /// <summary>Renames the span.</summary>
    /// <param name="name">The new name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public void UpdateName(string name)
    {
        _ = name ?? throw new ArgumentNullException(nameof(name));
        Change(name, static (details, name) => details.Name = name);
    }

    /// <summary>Records the inputs, as they are now, in place of what was recorded before.</summary>
    /// <param name="inputs">Any value; an object with members, for example an anonymous one, shows best. <see langword="null"/>, 0 and empty text are recorded too.</param>
    public void SetInputs(object? inputs)
    {
        if (IsRecording)
        {
            Change(CapturedValue.FromObject(inputs, Policy, _trace), static (details, value) => details.Inputs = value);
        }
    }

    /// <summary>Records the outputs, as they are now, in place of what was recorded before; a woven or wrapped method's result then does not replace them.</summary>
    /// <param name="outputs">Any value, also <see langword="null"/>.</param>
    public void SetOutputs(object? outputs)
    {
        if (IsRecording)
        {
            Change(CapturedValue.FromObject(outputs, Policy, _trace), static (details, value) => details.Outputs = value);
        }
    }

    /// <summary>Records an attribute, as its value is now.</summary>
    /// <param name="key">The name; those of MLflow's own are in <see cref="SpanAttributeKey"/>.</param>
    /// <param name="value">Any value.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is null or empty.</exception>
    public void SetAttribute(string key, object? value)
    {
        RecordedArguments.Key(key, nameof(key));
        if (IsRecording)
        {
            var captured = CapturedValue.FromObject(value, _trace.Runtime.Capture.ForAttribute(key), _trace);
            Change((key, captured), static (details, attribute) => details.SetAttribute(attribute.key, attribute.captured));
        }
    }

    /// <summary>Records several attributes.</summary>
    /// <param name="attributes">Names and values.</param>
    /// <exception cref="ArgumentNullException"><paramref name="attributes"/> is null.</exception>
    /// <exception cref="ArgumentException">A name is null or empty.</exception>
    public void SetAttributes(IEnumerable<KeyValuePair<string, object?>> attributes)
    {
        foreach (var pair in attributes ?? throw new ArgumentNullException(nameof(attributes)))
        {
            SetAttribute(pair.Key, pair.Value);
        }
    }

    /// <summary>An attribute's value as JSON text, or <see langword="null"/> if there is none of that name.</summary>
    /// <param name="key">The name.</param>
    public string? GetAttribute(string key)
    {
        Settle();
        if (Details is not { } details)
        {
            return null;
        }

        lock (details)
        {
            return details.TryGetAttribute(key, out var value) ? value.ToJson() : null;
        }
    }

    /// <summary>Adds an event.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="timeUnixNs">When it happened, which may be outside of the span's time: nanoseconds since the Unix epoch; <see langword="null"/> means now.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">An attribute has no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeUnixNs"/> is negative.</exception>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("answer", SpanType.ChatModel);
    /// span.AddEvent("retry", new Dictionary&lt;string, object?> { ["attempt"] = 2, ["reason"] = "rate limit" });
    /// </code>
    /// </example>
    public void AddEvent(string name, IEnumerable<KeyValuePair<string, object?>>? attributes = null, long? timeUnixNs = null)
    {
        _ = name ?? throw new ArgumentNullException(nameof(name));
        RecordedArguments.UnixNs(timeUnixNs, nameof(timeUnixNs));
        if (IsRecording)
        {
            var captured = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in attributes ?? [])
            {
                captured[RecordedArguments.Key(pair.Key, nameof(attributes))] = CapturedValue.FromObject(pair.Value, _trace.Runtime.Capture, _trace).ToJson();
            }

            var item = new SpanEvent(name, timeUnixNs ?? _trace.ToUnixNs(SpanClock.Now), captured);
            Change(item, static (details, item) => details.AddEvent(item));
        }
    }

    /// <summary>Adds a reference to a span of another trace.</summary>
    /// <param name="link">The reference.</param>
    /// <exception cref="ArgumentNullException"><paramref name="link"/> is null.</exception>
    /// <exception cref="ArgumentException">Its ids are not those of a trace (32 hexadecimal digits) and a span (16), or an attribute has no name.</exception>
    public void AddLink(SpanLink link)
    {
        RecordedArguments.Link(link, nameof(link));
        Change(link, static (details, link) => details.AddLink(link));
    }

    /// <summary>Sets the outcome; it stays at the span's end.</summary>
    /// <param name="code">The outcome.</param>
    /// <param name="message">What went wrong; <see langword="null"/> is taken as empty.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="code"/> is none of <see cref="SpanStatusCode"/>.</exception>
    /// <example>
    /// <code>
    /// using var guardrail = Mlflow.StartActiveSpan("moderate", SpanType.Guardrail, inputs: new { question });
    /// guardrail.SetStatus(SpanStatusCode.Error, "the question asks for another customer's data");
    /// </code>
    /// </example>
    public void SetStatus(SpanStatusCode code, string message = "")
    {
        RecordedArguments.Status(code, nameof(code));
        Change(new SpanStatus(code, message ?? string.Empty), static (details, status) => details.Status = status);
    }

    /// <summary>Records an exception as an event and sets the status to ERROR with the message <c>TypeName: message</c>.</summary>
    /// <param name="exception">The exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    /// <example>
    /// <code>
    /// using var span = Mlflow.StartActiveSpan("answer", SpanType.ChatModel, inputs: new { question });
    /// try
    /// {
    ///     span.SetOutputs(await CallModelAsync(question));
    /// }
    /// catch (HttpRequestException failure)
    /// {
    ///     span.RecordException(failure);
    ///     span.SetOutputs("Please try again later.");
    /// }
    /// </code>
    /// </example>
    public void RecordException(Exception exception)
        => RecordThrown(exception ?? throw new ArgumentNullException(nameof(exception)), SpanClock.Now);

    /// <summary>Ends the span. The status becomes OK unless it was set. Ending twice has no effect.</summary>
    public void End()
    {
        if (TryBeginEnd())
        {
            FinishEnd();
        }
    }

    /// <summary>Records the outputs and ends the span.</summary>
    /// <param name="outputs">Any value, also <see langword="null"/>.</param>
    public void End(object? outputs)
    {
        SetOutputs(outputs);
        End();
    }

    /// <summary>Ends the span and, if it was started by <see cref="Mlflow.StartActiveSpan"/>, makes the span before it ambient again.</summary>
    public void Dispose()
    {
        if (Details is { OuterOfActive: { } outer } details)
        {
            AmbientSpan.Withdraw(this, outer);
            details.OuterOfActive = null;
        }

        End();
    }
}
